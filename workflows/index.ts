import { enrollmentBy } from './enrollment.ts';
import { ruleBook } from './rules.ts';

export const enrollment = enrollmentBy(ruleBook);
