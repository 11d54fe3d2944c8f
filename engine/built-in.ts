/**
 * Steps that every SOP has without writing them (language.md 11, 12): the task that lists left-out steps, the task
 * "no way to reach", and the urgent task for an alarm that the SOP's own steps do not hear.
 */
import type { EventName, Name, Plan, Step, Text } from './plan.ts';

export const missedSteps = 'missed_steps';
export const noWay = 'no_way';
export const heardAlarm = 'heard_alarm';

const days = (amount: number) => ({ amount, unit: 'day' as const });

function task(id: string, by: Name[], urgent: boolean, title: Text): Step {
  return {
    id,
    kind: 'task',
    line: 0,
    column: 0,
    title,
    when: { base: { kind: 'now' } },
    guard: [],
    act: { kind: 'task', by, attach: [], urgent, closeWhen: [] },
    questions: [],
    wait: {
      due: { kind: 'span', span: urgent ? { amount: 30, unit: 'minute' } : days(1) },
      ...(urgent ? {} : { endAfterDue: days(7) }),
      remind: [],
      rungs: [{ after: { kind: 'span', span: urgent ? { amount: 30, unit: 'minute' } : days(1) }, to: { above: true }, unless: 'done' }],
    },
    late: { max: 'never' },
    next: {},
  };
}

const words = (zh: string, en: string): Text => ({ kind: 'words', in: { 'zh-CN': [zh], en: [en] } });
const alarmEvents: EventName[] = ['patient.alarm', 'patient.wants_call'];

/** The role `missed: tell` or `contact.no_way` names is put on the touch when it is armed. */
export function builtInSteps(plan: Plan): Step[] {
  const steps = [
    task(missedSteps, [], false, words('有步骤错过了，请决定怎么办', 'Steps were missed: please decide what to do')),
    task(
      noWay,
      [],
      false,
      words('联系不上患者：上门、社区、信函，或记为失访', 'No way to reach the patient: visit, community, letter, or lost'),
    ),
  ];
  const heard = plan.steps.some(
    (step) => step.when.base.kind === 'event' && step.when.base.events.some((event) => alarmEvents.includes(event)),
  );
  if (heard) return steps;
  const alarm = task(
    heardAlarm,
    [],
    true,
    words('紧急：患者的话里有红旗词，或要求回电', 'Urgent: the patient used alarm words, or asks to be called'),
  );
  return [...steps, { ...alarm, when: { base: { kind: 'event', events: alarmEvents } } }];
}
