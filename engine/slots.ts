/** What the HIS is asked for when a patient is to choose a time (language.md 5, appointment). */
import { addDays } from './calendar/day.ts';
import { addSpan } from './calendar/span.ts';
import { endOfDay, startOfDay } from './calendar/zone.ts';
import { standpoint } from './desk.ts';
import type { Desk } from './desk.ts';
import type { TouchChart, Value } from './chart.ts';
import type { AppointmentAct, Instant } from './plan.ts';
import { dayZero } from './schedule.ts';

export function slotData(desk: Desk, touch: TouchChart, act: AppointmentAct): Record<string, Value> {
  const known = desk.chart.enrollment.objects.appointment ?? {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    do: act.do,
    clinic: act.clinic ?? text(known.clinic),
    patient: desk.chart.patient.id,
    appointment: text(known.id),
    ...doctorOf(desk, touch, act),
    ...between(desk, act),
  };
}

function doctorOf(desk: Desk, touch: TouchChart, { doctor }: AppointmentAct): { doctor?: string } {
  const known = doctor && desk.env.judge.value(doctor, standpoint(desk, touch));
  return known && 'value' in known && typeof known.value === 'string' ? { doctor: known.value } : {};
}

/** `2 days to 10 days` counts from now, `day 40 to day 50` from day 0, both days included. */
function between(desk: Desk, { between: window }: AppointmentAct): { from?: string; to?: string } {
  if (!window) return {};
  const { patient: zone, hospital: hospitalZone, calendar } = desk.zones;
  const written = (from: Instant, to: Instant) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  if (window.kind === 'spans') {
    const [from, to] = [window.from, window.to].map((span) => addSpan(desk.now, span, 'after', { zone, hospitalZone, calendar }));
    return written(from ?? desk.now, to ?? desk.now);
  }
  const zero = dayZero(desk);
  return zero === null ? {} : written(startOfDay(addDays(zero, window.from), zone), endOfDay(addDays(zero, window.to), zone));
}
