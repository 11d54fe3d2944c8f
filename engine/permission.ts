/** Whether a step may reach its patient at all (language.md 10.5 row 5, trap 8): read from the rows at the moment of sending. */
import type { TouchChart } from './chart.ts';
import type { Desk } from './desk.ts';
import type { Channel, Reason, Step } from './plan.ts';
import { isUrgent, isWork, reaches } from './schedule.ts';

/** Care, service and survey unless refused; education and marketing only if agreed. Work that does not reach the patient asks nobody. */
export function refusalOf(desk: Desk, step: Step, touch: TouchChart): Reason | undefined {
  if (!reaches(step)) return undefined;
  // Neither an opt-out nor a refusal hides an emergency (trap 7): what is urgent for people to do is done.
  const emergency = isUrgent(step) && isWork(step);
  if (emergency) return undefined;
  if (desk.chart.patient.optedOut) return 'opted_out';
  const { purpose } = desk.contact;
  const given = said(desk, undefined);
  if (given === undefined ? purpose === 'education' || purpose === 'marketing' : !given) return 'no_consent';
  const variants = 'variants' in step.act ? step.act.variants : [];
  return variants.find((variant) => variant.name === touch.variant)?.nothing ? 'control_group' : undefined;
}

/** The patient said no to this way of being reached, for this purpose. */
export function channelRefused(desk: Desk, channel: Channel): boolean {
  return said(desk, channel) === false;
}

function said(desk: Desk, channel: Channel | undefined): boolean | undefined {
  const { purpose } = desk.contact;
  return desk.chart.patient.consents.filter((consent) => consent.purpose === purpose && consent.channel === channel).at(-1)?.given;
}
