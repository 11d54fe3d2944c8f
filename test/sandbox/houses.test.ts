import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseReport } from '../../activities/channels/sandbox-report.ts';
import { anOrder, tick } from './order.ts';
import { startSandbox, type Sandbox } from './process.ts';
import { startReceiver, type Receiver } from './receiver.ts';

// A Tuesday.
const at = '2026-03-10T08:00:00+08:00';
const week = { from: '2026-03-11', to: '2026-03-17' };

describe('the houses outside', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  beforeAll(async () => {
    [sandbox, receiver] = await Promise.all([startSandbox(), startReceiver()]);
  });
  afterAll(async () => {
    await sandbox?.stop();
    await receiver?.close();
  });
  beforeEach(async () => {
    await sandbox.post('/reset', {});
    receiver.heard.length = 0;
  });
  const heardAbout = async (key: string, count = 1) =>
    (await receiver.until(count, ({ body }) => body.key === key)).map(({ body }) => parseReport(body));

  describe('the fulfilment house', () => {
    const parcel = (data: Record<string, unknown>, overrides: Record<string, unknown> = {}) => {
      const order = anOrder({
        form: 'parcel',
        to: { who: 'patient', address: '幸福路 1 号' },
        callbackUrl: receiver.url,
        data,
        ...overrides,
      });
      return sandbox.post('/fulfilment/parcels', order).then(({ status, body }) => ({ status, body, key: order.key }));
    };
    const stock = (item: string, count: number, price = 20) => sandbox.post('/fulfilment/stock', { item, count, price });

    it('never sends more than there is, however many ask at once', async () => {
      await stock('计步手环', 3);
      const asked = await Promise.all(Array.from({ length: 10 }, () => parcel({ item: '计步手环' })));
      expect(asked.filter(({ status }) => status === 201)).toHaveLength(3);
      expect(asked.filter(({ status }) => status === 422).map(({ body }) => body.reason)).toEqual(Array(7).fill('no_stock'));
    });

    it('the stock is the same after a kill', async () => {
      await stock('计步手环', 1);
      await parcel({ item: '计步手环' });
      await sandbox.kill();
      await sandbox.restart();
      expect(await parcel({ item: '计步手环' })).toMatchObject({ status: 422, body: { reason: 'no_stock' } });
    });

    it('refuses what costs more than the budget', async () => {
      await stock('计步手环', 10, 30.01);
      expect(await parcel({ item: '计步手环', budget: { amount: 30, currency: 'CNY' } })).toMatchObject({
        status: 422,
        body: { reason: 'rejected' },
      });
      await stock('计步手环', 10, 30);
      expect(await parcel({ item: '计步手环', budget: { amount: 30, currency: 'CNY' } })).toMatchObject({ status: 201 });
    });

    it('shipped by itself, signed by hand, once', async () => {
      const { key, body } = await parcel({ item: '手环' });
      expect(await heardAbout(key)).toMatchObject([{ kind: 'parcel', state: 'shipped' }]);
      const sign = () => sandbox.post(`/fulfilment/parcels/${body.id}/sign`, { at });
      expect(await sign()).toMatchObject({ status: 200, body: { result: 'done' } });
      expect(await sign()).toMatchObject({ status: 200, body: { result: 'again' } });
      expect((await heardAbout(key, 2))[1]).toMatchObject({ kind: 'parcel', state: 'signed', at: Date.parse(at) });
      expect(await sandbox.post(`/fulfilment/parcels/${body.id}/return`, {})).toMatchObject({ status: 409 });
      await tick(100);
      expect(receiver.heard).toHaveLength(2);
    });

    it.each(['return', 'refuse'])('what comes back by %s is in stock again', async (move) => {
      await stock('手环', 1);
      const { key, body } = await parcel({ item: '手环' });
      await heardAbout(key);
      await sandbox.post(`/fulfilment/parcels/${body.id}/${move}`, {});
      expect((await heardAbout(key, 2))[1]).toMatchObject({ kind: 'parcel', state: move === 'return' ? 'returned' : 'refused' });
      expect(await parcel({ item: '手环' })).toMatchObject({ status: 201 });
    });
  });

  describe('the HIS', () => {
    const offer = (data: Record<string, unknown>, overrides: Record<string, unknown> = {}) => {
      const order = anOrder({
        form: 'choice_of_slots',
        callbackUrl: receiver.url,
        at,
        data: { clinic: '骨科', ...week, ...data },
        ...overrides,
      });
      return sandbox.post('/carrier/messages', order).then(() => order.key);
    };
    const order = (data: Record<string, unknown>) => {
      const one = anOrder({ form: 'notice', callbackUrl: receiver.url, at, data: { clinic: '骨科', ...week, ...data } });
      return sandbox.post('/his/appointments', one).then(() => one.key);
    };
    const free = async (clinic = '骨科') => {
      const query = new URLSearchParams({ clinic, from: '2026-03-11T00:00:00+08:00', to: '2026-03-17T23:59:59+08:00' });
      return (await sandbox.get(`/his/slots?${query.toString()}`)).slots as { id: string; time: string }[];
    };
    const slotReports = async (key: string, count = 1) => {
      const reports = (await receiver.until(count, ({ body }) => body.key === key && body.type === 'appointment')).filter(
        ({ body }) => body.type === 'appointment',
      );
      return reports.map(({ body }) => parseReport(body));
    };
    const choose = (token: string, wish: Record<string, unknown>) => sandbox.post(`/choose/${token}`, wish);

    it('no hours on Saturday and Sunday', async () => {
      const days = new Set((await free()).map(({ time }) => time.slice(0, 10)));
      expect([...days]).toEqual(['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-16', '2026-03-17']);
    });

    it('one slot, one patient, when twenty choose it at once', async () => {
      const tokens = Array.from({ length: 20 }, (_, n) => `token-of-patient-${n}`);
      const keys = await Promise.all(tokens.map((choose) => offer({ choose })));
      const slot = (await free())[0]?.id;
      const results = await Promise.all(tokens.map((token) => choose(token, { slot })));
      expect(results.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(results.filter(({ status }) => status === 409)).toHaveLength(19);
      const winner = keys[results.findIndex(({ status }) => status === 200)] ?? '';
      expect(await slotReports(winner)).toMatchObject([{ kind: 'slot', state: 'booked', appointment: { id: slot, clinic: '骨科' } }]);
      expect((await free()).map(({ id }) => id)).not.toContain(slot);
    });

    it('tapping the same time twice is one booking; another time moves it and frees the first', async () => {
      const key = await offer({ choose: 'token-of-one' });
      const [first, second] = (await free()).map(({ id }) => id);
      for (const slot of [first, first, second]) await choose('token-of-one', { slot });
      expect(await slotReports(key, 2)).toMatchObject([{ state: 'booked' }, { state: 'moved', appointment: { id: second } }]);
      const left = (await free()).map(({ id }) => id);
      expect(left).toContain(first);
      expect(left).not.toContain(second);
    });

    it('a booking is kept over a kill', async () => {
      await offer({ choose: 'token-of-one' });
      const slot = (await free())[0]?.id;
      await choose('token-of-one', { slot });
      await sandbox.kill();
      await sandbox.restart();
      expect((await free()).map(({ id }) => id)).not.toContain(slot);
    });

    it('a reminder with the same token goes on with the same choice', async () => {
      await offer({ choose: 'token-of-one' });
      const reminder = await offer({ choose: 'token-of-one' });
      await choose('token-of-one', { slot: (await free())[0]?.id });
      expect(await slotReports(reminder)).toMatchObject([{ state: 'booked', message: reminder }]);
    });

    it('none of these suits: declined', async () => {
      const key = await offer({ choose: 'token-of-one' });
      await choose('token-of-one', { decline: true });
      expect(await slotReports(key)).toMatchObject([{ state: 'declined' }]);
    });

    it('nothing free: the hospital is told at once', async () => {
      await sandbox.post('/his/slots', { clinic: '骨科', times: [] });
      expect(await slotReports(await offer({}))).toMatchObject([{ state: 'no_slot' }]);
    });

    it('outside the offered days nothing can be taken', async () => {
      await offer({ choose: 'token-of-one', from: '2026-03-16' });
      expect(await choose('token-of-one', { slot: (await free())[0]?.id })).toMatchObject({ status: 409 });
    });

    it('book takes the first free one; confirm, move and cancel know it again', async () => {
      const [booked] = await slotReports(await order({ do: 'book' }));
      expect(booked).toMatchObject({ state: 'booked', appointment: { time: '2026-03-11T08:30:00+08:00' } });
      const { id } = (booked as unknown as { appointment: { id: string } }).appointment;
      const confirm = await offer({ do: 'confirm', choose: 'token-of-one', appointment: id });
      await choose('token-of-one', { confirm: true });
      expect(await slotReports(confirm)).toMatchObject([{ state: 'confirmed', appointment: { id } }]);
      const cancelled = await order({ do: 'cancel', appointment: id });
      expect(await slotReports(cancelled)).toMatchObject([{ state: 'declined', appointment: { id, status: 'cancelled' } }]);
      expect((await free()).map((slot) => slot.id)).toContain(id);
    });
  });

  describe('the office', () => {
    const tell = () =>
      sandbox.post(
        '/systems/office/events',
        anOrder({ form: 'notice', to: { who: 'system', address: 'office' }, data: { event: 'complaint.unsolved' } }),
      );

    it('takes and lists what it is told', async () => {
      await tell();
      expect((await sandbox.get('/systems/office/events')).messages).toMatchObject([{ data: { event: 'complaint.unsolved' } }]);
    });

    it('can refuse, and be down', async () => {
      await sandbox.post('/behaviours', { channel: 'system', address: 'office', answer: 'refuse', times: 1 });
      await sandbox.post('/behaviours', { channel: 'system', address: 'office', answer: 'down', times: 1 });
      expect(await tell()).toMatchObject({ status: 422, body: { reason: 'system_refused' } });
      expect(await tell()).toMatchObject({ status: 503 });
      expect(await tell()).toMatchObject({ status: 201 });
    });
  });
});
