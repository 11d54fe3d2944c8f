/** The patients' phones: one per address. What is written there goes to the hospital as a reply or as answers. */
import type { House } from './counter.ts';
import { reportOn } from './reports.ts';
import type { ChannelName, ReplyBody } from './wire.ts';
import type { Line, Message, World } from './world.ts';

export const isMessage = (one: Message | Line): one is Message => 'id' in one;

/** Messages to this address, oldest first. */
export const messagesTo = (world: World, address: string): Message[] => (world.byAddress.get(address) ?? []).filter(isMessage);

type Way = {
  callbackUrl: string;
  channel: ChannelName;
  key: string;
  /** In a rehearsal: the hospital's moment of what is answered. */ rehearsedAt?: number;
};

/** To whom a reply goes: to whoever wrote last to this phone (on this channel), else to whoever uses the carrier. */
const wayBack = (house: House, address: string, body: ReplyBody): Way | undefined => {
  const { world } = house.store;
  const answered = body.key === undefined ? undefined : (world.byKey.get(body.key) ?? []).map((id) => world.messages.get(id)).at(-1);
  const here = messagesTo(world, address).filter((message) => body.channel === undefined || message.channel === body.channel);
  const last = answered ?? here.at(-1);
  const channel = body.channel ?? last?.channel ?? 'sms';
  if (last)
    return {
      callbackUrl: body.callbackUrl ?? last.callbackUrl,
      channel,
      key: last.key,
      ...(last.rehearsed ? { rehearsedAt: last.moment } : {}),
    };
  const callbackUrl = body.callbackUrl ?? [...world.messages.values()].filter((message) => !message.rehearsed).at(-1)?.callbackUrl;
  return callbackUrl === undefined ? undefined : { callbackUrl, channel, key: `phone/${address}` };
};

export type Written = { id: string } | 'nobody';

/** The report is on disk when `settled` says so. `nobody`: the hospital has never used this carrier, so there is nowhere to tell. */
export const write = (house: House, address: string, body: ReplyBody, base: string): Written => {
  const way = wayBack(house, address, body);
  if (!way) return 'nobody';
  const now = house.now();
  const moment = body.at === undefined ? (way.rehearsedAt ?? now) : Date.parse(body.at);
  const subject = { key: way.key, callbackUrl: way.callbackUrl, moment, rehearsed: way.rehearsedAt !== undefined || body.at !== undefined };
  const photo = body.photo === undefined ? undefined : addressOf(body.photo, base);
  const line: Line = { address, channel: way.channel, at: moment, words: body.words ?? '' };
  if (photo !== undefined) line.photo = photo;
  if (body.answers) Object.assign(line, { answers: body.answers, key: way.key });
  const told = body.answers
    ? { type: 'form' as const, key: way.key, answers: pictured(body.answers, base) }
    : {
        type: 'reply' as const,
        from: address,
        channel: way.channel,
        text: body.words ?? '',
        ...(photo === undefined ? {} : { mediaUrl: photo }),
      };
  const webhook = reportOn(subject, told, 0, now);
  house.reporter.bring([webhook], [{ is: 'line', line }]);
  return { id: webhook.report.id };
};

const addressOf = (photo: string, base: string): string => (photo.startsWith('sample:') ? `${base}/photos/${photo.slice(7)}.svg` : photo);
const pictured = (answers: Record<string, unknown>, base: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? addressOf(value, base) : value]));

/** Looking at the phone is what brings the read receipts that waited for it. */
export const look = (house: House, address: string): void => {
  for (const message of messagesTo(house.store.world, address)) {
    if (!message.readWhenSeen || message.state === 'read' || message.state === 'refused') continue;
    const now = house.now();
    const subject = { ...message, moment: message.rehearsed ? message.moment : now };
    const told = { type: 'receipt' as const, key: message.key, carrierId: message.id, status: 'READ' as const };
    house.reporter.bring([reportOn(subject, told, 0, now)], [{ is: 'state', message: message.id, state: 'read' }]);
  }
};

export type PhoneSummary = { address: string; channels: ChannelName[]; messages: number; last: string; at: number };

/** All phones, the one with the newest line first. */
export const phones = (world: World): PhoneSummary[] =>
  [...world.byAddress.entries()]
    .map(([address, lines]) => {
      const last = lines.at(-1);
      const at = last === undefined ? 0 : isMessage(last) ? last.moment : last.at;
      return { address, channels: [...new Set(lines.map((line) => line.channel))], messages: lines.length, last: last?.words ?? '', at };
    })
    .sort((a, b) => b.at - a.at);
