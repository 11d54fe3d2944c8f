/** What the outside world is asked, and how it reads it. Strict about what it acts on, blind to what it does not know. */
import { z } from 'zod';

export const carriers = ['wechat', 'sms', 'voice', 'app', 'email', 'paper'] as const;
export const channels = [...carriers, 'fulfilment', 'system', 'his'] as const;
export type ChannelName = (typeof channels)[number];

export const question = z.object({
  name: z.string().min(1),
  label: z.string(),
  type: z.enum(['yes_no', 'choice', 'choices', 'number', 'text', 'photo', 'date', 'person']),
  options: z.array(z.object({ code: z.string(), label: z.string() })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().optional(),
  optional: z.boolean().optional(),
  /** Shown to the patient as a remark; only the hospital can judge it. */
  if: z.string().optional(),
});
export type Question = z.infer<typeof question>;

/** A moment: ISO 8601 with a zone. */
const moment = z.iso.datetime({ offset: true });

export const order = z.object({
  key: z.string().min(1).max(500),
  form: z.enum(['text', 'ring', 'parcel', 'notice', 'choice_of_slots']),
  to: z.object({ who: z.enum(['patient', 'family', 'system']).default('patient'), address: z.string().max(500) }),
  words: z.string().max(20_000),
  language: z.string().optional(),
  questions: z.array(question).default([]),
  data: z.record(z.string(), z.unknown()).default({}),
  urgent: z.boolean().default(false),
  callbackUrl: z.url({ protocol: /^https?$/ }),
  /** The hospital's moment, where it is not the world's: a rehearsal. */
  at: moment.optional(),
});
export type Order = z.infer<typeof order>;
export const carrierOrder = order.extend({ channel: z.enum(carriers) });

export const replyBody = z
  .object({
    words: z.string().max(5_000).optional(),
    answers: z.record(z.string(), z.unknown()).optional(),
    /** Which message is answered; needed with `answers`. */
    key: z.string().optional(),
    /** An address of a picture, or `sample:clean`, `sample:red`. */
    photo: z.string().max(2_000).optional(),
    channel: z.enum(carriers).optional(),
    callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
    at: moment.optional(),
  })
  .refine((body) => body.words !== undefined || body.answers !== undefined || body.photo !== undefined, 'words, answers or photo')
  .refine((body) => body.answers === undefined || body.key !== undefined, 'answers need the key of the message');
export type ReplyBody = z.infer<typeof replyBody>;

export const behaviour = z.object({
  /** For whom it holds; what is left out holds for all. */
  address: z.string().min(1).optional(),
  channel: z.enum(channels).optional(),
  /** For the next so many messages; left out: until it is taken back. */
  times: z.number().int().positive().optional(),
  /** How a call is answered. `time_out`: taken, but never answered. `hang`: neither taken nor answered. `fail`: HTTP 500, `down`: HTTP 503, nothing taken. */
  answer: z.enum(['accept', 'refuse', 'time_out', 'hang', 'fail', 'down', 'throttle']).optional(),
  reason: z.enum(['bad_number', 'rejected', 'no_stock', 'no_address', 'system_refused']).optional(),
  /** The message is taken at once, the answer comes so much later. */
  delayMs: z.number().int().min(0).max(600_000).optional(),
  retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
  /** The same key is the same message. Otherwise each call is a message of its own, as with most carriers. */
  byKey: z.boolean().optional(),
  /** `unread`: delivered, and read only when the phone is looked at. `twice`: the same report twice, and once more under another id. `refuse`: taken, then refused by receipt. */
  receipts: z.enum(['all', 'unread', 'none', 'twice', 'out_of_order', 'refuse']).optional(),
  receiptDelayMs: z.number().int().min(0).max(86_400_000).optional(),
});
export type BehaviourBody = z.infer<typeof behaviour>;

export const appointmentSchema = z.object({
  id: z.string(),
  clinic: z.string(),
  doctor: z.object({ name: z.string() }),
  room: z.string(),
  time: z.string(),
  status: z.enum(['booked', 'moved', 'cancelled']),
});
export type Appointment = z.infer<typeof appointmentSchema>;

/** What is said back, by webhook. `id` is the report's; the same one twice is the same report. */
export type Report = { id: string; time: string } & (
  | { type: 'receipt'; key: string; carrierId: string; status: 'DELIVERED' | 'READ' | 'RANG' }
  | { type: 'receipt'; key: string; carrierId: string; status: 'FAILED'; code: 'BAD_NUMBER' | 'REJECTED'; detail: string }
  | { type: 'reply'; from: string; channel: ChannelName; text: string; mediaUrl?: string }
  | { type: 'form'; key: string; answers: Record<string, unknown> }
  | { type: 'parcel'; key: string; status: 'SHIPPED' | 'SIGNED' | 'RETURNED' | 'REFUSED' }
  | { type: 'appointment'; key: string; status: 'BOOKED' | 'MOVED' | 'CONFIRMED' | 'DECLINED' | 'NO_SLOT'; appointment?: Appointment }
);
