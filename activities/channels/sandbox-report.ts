/** The sandbox's own words for what happened to a message, translated to ours. */
import { z } from 'zod';
import type { Report } from './channel.ts';

const common = { id: z.string().min(1).max(200), time: z.iso.datetime({ offset: true }).transform((time) => Date.parse(time)) };
const key = z.string().min(1);

const received = z.object({ ...common, type: z.literal('receipt'), key, status: z.enum(['DELIVERED', 'READ', 'RANG']) });
const failed = z.object({
  ...common,
  type: z.literal('receipt'),
  key,
  status: z.literal('FAILED'),
  code: z.enum(['BAD_NUMBER', 'REJECTED']),
  detail: z.string(),
});
const reply = z.object({
  ...common,
  type: z.literal('reply'),
  from: z.string(),
  channel: z.string(),
  text: z.string(),
  mediaUrl: z.string().optional(),
});
const form = z.object({ ...common, type: z.literal('form'), key, answers: z.record(z.string(), z.unknown()) });
const parcel = z.object({ ...common, type: z.literal('parcel'), key, status: z.enum(['SHIPPED', 'SIGNED', 'RETURNED', 'REFUSED']) });
const slot = z.object({
  ...common,
  type: z.literal('appointment'),
  key,
  status: z.enum(['BOOKED', 'MOVED', 'CONFIRMED', 'DECLINED', 'NO_SLOT']),
  appointment: z.record(z.string(), z.unknown()).optional(),
});
const schema = z.union([received, failed, reply, form, parcel, slot]);

const receiptStates = { DELIVERED: 'delivered', READ: 'read', RANG: 'rang' } as const;
const reasons = { BAD_NUMBER: 'bad_number', REJECTED: 'rejected' } as const;
const parcelStates = { SHIPPED: 'shipped', SIGNED: 'signed', RETURNED: 'returned', REFUSED: 'refused' } as const;
const slotStates = { BOOKED: 'booked', MOVED: 'moved', CONFIRMED: 'confirmed', DECLINED: 'declined', NO_SLOT: 'no_slot' } as const;

/** A webhook's body, as text or already parsed. Throws (SyntaxError, ZodError) if it is not a report of the sandbox. */
export const parseReport = (body: unknown): Report => {
  const told = schema.parse(typeof body === 'string' ? JSON.parse(body) : body);
  const { id, time: at } = told;
  switch (told.type) {
    case 'receipt':
      if (told.status !== 'FAILED') return { id, kind: 'receipt', message: told.key, at, state: receiptStates[told.status] };
      return { id, kind: 'refusal', message: told.key, at, reason: reasons[told.code], detail: told.detail };
    case 'reply':
      return {
        id,
        kind: 'reply',
        from: told.from,
        channel: told.channel,
        at,
        words: told.text,
        ...(told.mediaUrl === undefined ? {} : { photo: told.mediaUrl }),
      };
    case 'form':
      return { id, kind: 'answers', message: told.key, at, answers: told.answers };
    case 'parcel':
      return { id, kind: 'parcel', message: told.key, at, state: parcelStates[told.status] };
    case 'appointment':
      return {
        id,
        kind: 'slot',
        message: told.key,
        at,
        state: slotStates[told.status],
        ...(told.appointment ? { appointment: told.appointment } : {}),
      };
  }
};
