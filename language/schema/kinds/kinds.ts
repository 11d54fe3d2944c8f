/** The kinds of step and the shape of each (language.md 5). */
import type { Kind } from '../../../engine/plan.ts';
import type { Shape } from '../read.ts';
import { appointmentShape } from './appointment.ts';
import { callShape } from './call.ts';
import { enrollShape } from './enroll.ts';
import { expectShape } from './expect.ts';
import { giftShape } from './gift.ts';
import { messageShape } from './message.ts';
import { recordShape } from './record.ts';
import { repeatShape } from './repeat.ts';
import { rewardShape } from './reward.ts';
import { surveyShape } from './survey.ts';
import { taskShape } from './task.ts';
import { tellSystemShape } from './tell-system.ts';

export const kindShapes = {
  message: messageShape,
  call: callShape,
  task: taskShape,
  survey: surveyShape,
  gift: giftShape,
  appointment: appointmentShape,
  expect: expectShape,
  reward: rewardShape,
  enroll: enrollShape,
  tell_system: tellSystemShape,
  record: recordShape,
  repeat: repeatShape,
} satisfies Record<Kind, Shape>;
