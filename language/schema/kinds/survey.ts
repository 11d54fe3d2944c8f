import { flag } from '../leaf.ts';
import { reachShape } from './reach.ts';

/** language.md 5, survey. The kind itself is not run yet; its keys are read all the same, so that other mistakes are told. */
export const surveyShape = { ...reachShape, private: flag, anonymous: flag };
