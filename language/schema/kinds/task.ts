import { flag, notYet, text, words } from '../leaf.ts';
import { attach } from './reach.ts';

/** language.md 5, task. */
export const taskShape = { by: words, script: text, attach, urgent: flag, approve_by: notYet('approve_by'), close_when: words };
