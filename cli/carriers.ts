/** Channels of a hospital that has them all, for lives that are lived in memory: they carry what the sandbox's channels carry. */
import type { CarrierTraits } from '../engine/desk.ts';
import { questionTypes } from '../engine/plan.ts';

const day = 24 * 60;
const silent: CarrierTraits = { receiptWithinMinutes: 10, answers: [], forms: false, rings: false };
const all: CarrierTraits = { ...silent, answers: questionTypes, forms: true };
const written: CarrierTraits = { ...all, answers: ['yes_no', 'choice', 'choices', 'number', 'text', 'date'] };

export const everyCarrier: Record<string, CarrierTraits> = {
  wechat: all,
  sms: written,
  voice: { receiptWithinMinutes: 5, answers: ['yes_no', 'choice', 'number'], forms: false, rings: true },
  app: all,
  email: { ...written, receiptWithinMinutes: 60 },
  paper: { ...silent, receiptWithinMinutes: day },
  fulfilment: { ...silent, receiptWithinMinutes: day },
  system: { ...silent, receiptWithinMinutes: 0 },
  his: { ...silent, receiptWithinMinutes: 0 },
};
