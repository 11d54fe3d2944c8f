/** What the help consists of. */

export type CommandName = 'check' | 'plan' | 'test' | 'rehearse' | 'publish' | 'event' | 'enroll' | 'status';

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
