/** WHAT of a step: one function per kind. */
import type { Act } from '../../../engine/plan.ts';
import type { Scope } from '../../conditions/scope.ts';
import type { Bench } from '../bench.ts';
import type { Draft } from '../draft.ts';
import type { FactTray } from '../scopes.ts';
import { compileAppointment } from './appointment.ts';
import { compileCall } from './call.ts';
import { compileEnroll } from './enroll.ts';
import { compileExpect } from './expect.ts';
import { compileGift } from './gift.ts';
import { compileMessage } from './message.ts';
import type { At } from './place.ts';
import { compileRecord } from './record.ts';
import { compileRepeat } from './repeat.ts';
import { compileReward } from './reward.ts';
import { compileSurvey } from './survey.ts';
import { compileTask } from './task.ts';
import { compileTellSystem } from './tell-system.ts';

/** Undefined if the step has no kind, or its block cannot be read at all: both are told already. */
export function compileAct(bench: Bench, draft: Draft, scope: Scope, tray: FactTray): Act | undefined {
  const { act } = draft;
  if (!act?.block) return undefined;
  const at = { bench, scope, draft, act, block: act.block };
  switch (act.kind) {
    case 'message':
      return compileMessage(at as At<'message'>);
    case 'call':
      return compileCall(at as At<'call'>);
    case 'task':
      return compileTask(at as At<'task'>);
    case 'survey':
      return compileSurvey(at as At<'survey'>);
    case 'gift':
      return compileGift(at as At<'gift'>);
    case 'appointment':
      return compileAppointment(at as At<'appointment'>);
    case 'expect':
      return compileExpect(at as At<'expect'>, tray);
    case 'reward':
      return compileReward(at as At<'reward'>);
    case 'enroll':
      return compileEnroll(at as At<'enroll'>);
    case 'tell_system':
      return compileTellSystem(at as At<'tell_system'>);
    case 'record':
      return compileRecord(at as At<'record'>);
    case 'repeat':
      return compileRepeat(at as At<'repeat'>);
  }
}
