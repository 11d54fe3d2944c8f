/** The help, in the reader's language. */
import type { Language } from '../../language/diagnostics/message.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export const commandNames = ['check', 'plan', 'test', 'rehearse', 'publish', 'event', 'enroll', 'status'] as const;
export type CommandName = (typeof commandNames)[number];

/** `summary`: in the list of commands. `after`: examples and what else must be known, below the options. */
export type Page = { summary: string; description: string; after: string };
export type Argument = 'files' | 'sop' | 'sopFiles' | 'event' | 'sopName';
export type OptionKey =
  | 'path'
  | 'root'
  | 'dayZero'
  | 'dayZeroAt'
  | 'planStart'
  | 'date'
  | 'zone'
  | 'planUntil'
  | 'testCase'
  | 'real'
  | 'format'
  | 'lang'
  | 'url'
  | 'key'
  | 'note'
  | 'patient'
  | 'name'
  | 'phone'
  | 'field'
  | 'object'
  | 'eventAt'
  | 'eventFile'
  | 'eventId'
  | 'because'
  | 'history'
  | 'enrollment'
  | 'day'
  | 'rehearseCase'
  | 'madeUp'
  | 'startEvent'
  | 'startAt'
  | 'answer'
  | 'done'
  | 'says'
  | 'happens'
  | 'script'
  | 'rehearseUntil';
export type Help = {
  /** Headings and phrases of the help itself. */
  titles: Record<string, string>;
  help: string;
  helpCommand: string;
  root: { summary: string; usage: string; after: string };
  arguments: Record<Argument, string>;
  options: Record<OptionKey, string>;
} & Record<CommandName, Page>;

export const helpIn = (language: Language): Help => (language === 'en' ? en : zh);
