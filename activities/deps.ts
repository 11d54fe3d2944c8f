/** What the activities, the dispatcher and the server's acts are given: nothing here is imported as a ready-made thing. */
import type pg from 'pg';
import type { CarrierTraits } from '../engine/desk.ts';
import type { Judge } from '../engine/judge.ts';
import type { HouseRules, Instant, Name, Plan } from '../engine/plan.ts';
import type { Tx } from '../database/with-actor.ts';
import type { Registry } from './channels/registry.ts';

/** Published plans. Immutable, so what was read once is kept. */
export type Plans = {
  /** The plan an enrollment keeps. Throws if there is none: a row without its plan is a damaged database. */
  byHash(tx: Tx, hospital: string, sop: Name, hash: string): Promise<Plan>;
  /** What is published now, one plan for each SOP, with its department. */
  current(tx: Tx, hospital: string): Promise<ReadonlyMap<Name, Plan>>;
};
/** The live rules of a hospital and department, read anew whenever its library has changed. */
export type Houses = { of(tx: Tx, hospital: string, department: string): Promise<HouseRules> };
/** A hospital's moment: the clock, or in a rehearsal the clock and how far it was skipped. */
export type Clock = { now(): Instant; of(tx: Tx, hospital: string): Promise<Instant> };

export type Log = {
  info(data: object, words: string): void;
  warn(data: object, words: string): void;
  error(data: object, words: string): void;
};

export type Deps = {
  pool: pg.Pool;
  judge: Judge;
  plans: Plans;
  houses: Houses;
  clock: Clock;
  channels: Registry;
  /** The address behind `{{ link.… }}` for one message: opaque, without patient data. */
  link(kind: string, message: string): string;
  /** Where carriers report to, for one hospital. */
  callbackUrl(hospital: string): string;
  newId(): string;
  log: Log;
};

/** What the engine must know of the channels this process has. */
export function carrierTraits(channels: Registry): Record<string, CarrierTraits> {
  return Object.fromEntries(
    channels.names.flatMap((name) => {
      const channel = channels.get(name);
      if (!channel) return [];
      const { receiptWithinMinutes, answers, forms, rings } = channel.capabilities;
      return [[name, { receiptWithinMinutes, answers, forms, rings }]];
    }),
  );
}

/** The department an SOP belongs to: the first part of its name. */
export function departmentOf(sop: Name): string {
  return sop.split('/')[0] ?? sop;
}
