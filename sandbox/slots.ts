/** The appointment hours of the sandbox's hospital, in Shanghai (+08:00 all year). */
import type { Appointment } from './wire.ts';
import type { World } from './world.ts';

/** `id`: clinic and moment; one patient each. */
export type Slot = { id: string; clinic: string; doctor: string; room: string; time: string };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 8 * HOUR;
const LONGEST_DAYS = 120;
const times = ['08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '14:00', '14:30', '15:00', '15:30', '16:00'];
const doctors = ['周医生', '陈医生', '林医生', '何医生'];

const pickFor = (clinic: string): number => [...clinic].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
export const doctorOf = (clinic: string): string => doctors[pickFor(clinic) % doctors.length] ?? '周医生';

const slotAt = (clinic: string, time: string, doctor: string): Slot => ({
  id: `${clinic}@${time}`,
  clinic,
  doctor,
  room: `门诊 ${201 + (pickFor(clinic) % 12)}`,
  time,
});

const usualTimes = (from: number, to: number): string[] => {
  const found: string[] = [];
  const last = Math.min(to, from + LONGEST_DAYS * DAY);
  for (let day = Math.floor((from + ZONE) / DAY); day * DAY - ZONE <= last; day++) {
    const date = new Date(day * DAY);
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue;
    for (const time of times) found.push(`${date.toISOString().slice(0, 10)}T${time}:00+08:00`);
  }
  return found;
};

/** Free slots from `from` to `to` (both included), in order of time. A clinic without hours of its own keeps the usual ones: Monday to Friday. */
export const freeSlots = (
  world: World,
  { clinic, from, to, doctor }: { clinic: string; from: number; to: number; doctor?: string },
): Slot[] =>
  (world.slots.get(clinic) ?? usualTimes(from, to))
    .filter((time) => Date.parse(time) >= from && Date.parse(time) <= to)
    .map((time) => slotAt(clinic, time, doctor ?? doctorOf(clinic)))
    .filter(({ id }) => !world.taken.has(id))
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));

export const appointmentOf = (slot: Slot, status: Appointment['status']): Appointment => ({
  id: slot.id,
  clinic: slot.clinic,
  doctor: { name: slot.doctor },
  room: slot.room,
  time: slot.time,
  status,
});

export const slotOf = (id: string, doctor?: string): Slot => {
  const at = id.lastIndexOf('@');
  const clinic = id.slice(0, at);
  return slotAt(clinic, id.slice(at + 1), doctor ?? doctorOf(clinic));
};
