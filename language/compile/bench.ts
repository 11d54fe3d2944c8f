/** What one compilation works with: the merged file, the names in it, and the desk where mistakes are put. */
import type { EventName, Name } from '../../engine/plan.ts';
import type { SettingValue } from '../conditions/scope.ts';
import type { Merged } from '../library/merge.ts';
import type { Settings } from '../library/settings.ts';
import type { Shelf } from '../library/shelf.ts';
import type { ValueType } from '../conditions/value-type.ts';
import type { MapEntry } from '../node.ts';
import type { Desk } from '../schema/desk.ts';
import type { Spot } from '../schema/tree.ts';
import type { Draft } from './draft.ts';
import type { WrittenContact, WrittenForm } from './written.ts';

export type WrittenRole = { name: Name; spot: Spot; above?: Name; live: boolean };

export type Bench = Desk & {
  shelf: Shelf;
  /** The SOP's name and file. A library that is looked at alone stands here, too. */
  sop: string;
  file: string;
  merged: Merged;
  settings: Settings;
  /** Those that `$name` was replaced by. */
  usedSettings: ReadonlySet<Name>;
  settingValues: Record<Name, SettingValue | undefined>;
  spanSettings: Name[];
  startEvents: EventName[];
  customEvents: Record<EventName, string[]>;
  /** The SOP's own roles laid over those of the hospital and department. */
  roles: Map<Name, WrittenRole>;
  dates: Map<Name, { spot: Spot; type?: ValueType }>;
  facts: Map<Name, MapEntry>;
  forms: Map<Name, WrittenForm>;
  texts: Map<Name, Spot>;
  systems: Map<Name, Spot>;
  /** In the order of the file. */
  drafts: Draft[];
  draftById: Map<Name, Draft>;
  contact: { own: WrittenContact; live: WrittenContact };
};
