/** How a step can end, by its kind and by what is written in it (language.md 5, 11). */
import { endings } from '../../engine/plan.ts';
import type { Outcome } from '../../engine/plan.ts';
import type { Draft } from './draft.ts';

/** Every kind can also end so. */
export const always: Outcome[] = ['skipped', 'expired', 'cancelled', 'failed'];
const appointments: Record<string, { outcomes: Outcome[]; silence?: Outcome }> = {
  offer: { outcomes: ['booked', 'not_booked'], silence: 'not_booked' },
  book: { outcomes: ['booked', 'not_booked'], silence: 'not_booked' },
  move: { outcomes: ['moved', 'not_moved'], silence: 'not_moved' },
  confirm: { outcomes: ['confirmed', 'moved', 'given_up', 'not_answered'], silence: 'not_answered' },
  cancel: { outcomes: ['given_up'] },
};

/** How the step can end by itself, and how if nothing comes. */
export function endingOf({ act, how, asks }: Draft): { outcomes: Outcome[]; silence?: Outcome } {
  if (!act) return { outcomes: [] };
  if (act.kind === 'message') return asks ? endings.message : { outcomes: ['sent'] };
  if (act.kind === 'call') return how === 'person' ? endings.person_call : how === 'say' ? endings.say : endings.ring;
  if (act.kind === 'appointment') return appointments[act.block?.values.do ?? ''] ?? { outcomes: endings.appointment.outcomes };
  return endings[act.kind];
}

/** Does something have to come from outside, so that silence is possible? */
export function waits({ act, asks, how }: Draft): boolean {
  if (!act) return false;
  if (act.kind === 'message') return asks;
  if (act.kind === 'call') return how === 'say';
  return ['survey', 'gift', 'appointment', 'expect'].includes(act.kind);
}
