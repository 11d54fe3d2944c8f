import { flag, notYet } from '../leaf.ts';
import { attach, reachShape } from './reach.ts';

/** language.md 5, message. */
export const messageShape = {
  ...reachShape,
  copy: notYet('copy'),
  unread: notYet('unread'),
  attach,
  private: notYet('private'),
  alone: flag,
};
