/** Small SOPs, each as long as what it is about. */
export const weekly = `sop: test/weekly
title: 每周记一笔
start:
  when: encounter.discharged
dates:
  day_0: today
stop:
  - day: 3654
steps:
  - id: mark
    every: 1 week
    at: 09:00
    record: { list: weekly, note: 每周一次 }
`;

/** `lab.done` sends words at once; \`order.scheduled\` opens a task, and done it sends thanks; \`encounter.admitted\` stops it. */
export const course = `sop: test/course
title: 随访
start:
  when: encounter.discharged
dates:
  day_0: today
contact:
  purpose: care
  via: [sms]
people:
  nurse: { team: nurses, above: head }
  head: { team: heads }
stop:
  - day: 3654
  - when: encounter.admitted
steps:
  - id: hello
    when: lab.done
    message:
      text: 您好，{{ patient.name }}，化验结果出来了。
  - id: look
    title: 看一眼 {{ patient.name }}
    when: order.scheduled
    task: { by: nurse }
    due: 1 day
    then:
      done:
        - id: thanks
          message:
            text: 谢谢您，{{ patient.name }}。
`;

/** Day 0 is the moment of discharge, given: an hour after it something is written down and words go out; what follows comes an hour later. */
export const timed = `sop: test/timed
title: 按时
start:
  when: encounter.discharged
dates:
  day_0: encounter.discharge_date
contact:
  purpose: care
  via: [sms]
stop:
  - day: 30
steps:
  - id: mark
    after: 1 hour
    record: { list: marks, note: 记一笔 }
    then:
      recorded:
        - id: later
          after: 1 hour
          message:
            alone: true
            text: 一小时以后
  - id: hello
    after: 1 hour
    message:
      alone: true
      text: 您好，{{ patient.name }}
`;
