import type { Help } from './page.ts';

export const en: Help = {
  titles: {},
  help: 'show this help',
  helpCommand: 'show the help of a command',
  root: {
    summary: 'Aftercare runs a hospital’s follow-up SOPs. Here you check an SOP, see its calendar, try it out and publish it.',
    usage: '<command> [options]',
    after: `From the first line to the first patient:
  $ npx aftercare check                                    every mistake in sops/, all at once
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml  what happens when, for a discharge today
  $ npx aftercare test                                     the cases beside the SOPs, in memory
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml
                                                           30 days of one made-up patient, on the real engine
  $ npx aftercare publish sops/cardiology/pci-discharge.yaml --note "Gift on day 15"

check, plan and test need no server. The others speak to the one at --url, else AFTERCARE_URL, else the one that
\`npm start\` started on this machine (.aftercare/demo.json); the key likewise: --key, AFTERCARE_API_KEY, demo.json.

Exit codes:
  0  all is well
  1  mistakes in a file, a case that failed, a deviation, numbers that do not add up, a refusal of the server
  2  the command line cannot be understood, a file is not there, the key is missing or not accepted
  3  the server cannot be reached

Words are English where LC_ALL, LC_MESSAGES or LANG begin with "en", else Chinese; --lang en or --lang zh decides.
NO_COLOR switches colours off; in a pipe there are none.`,
  },
  arguments: {
    files: 'files or folders; - is standard input (default: sops/)',
    sop: 'an SOP, x.yaml',
    sopFiles: 'SOPs to publish',
    event: 'name of the event, e.g. encounter.discharged',
    sopName: 'name of the SOP, e.g. activation/caring-call',
  },
  options: {
    path: 'what the file on standard input is called',
    root: 'the folder of SOPs the files belong to (default: the nearest folder above called sops)',
    dayZero: 'day 0, e.g. 2026-11-24 (default: today)',
    dayZeroAt: 'time of day on day 0, where day 0 has one, e.g. 10:00',
    planStart: 'when the patient is taken in, e.g. 2026-11-20T10:00 (default: early enough that nothing is past)',
    date: 'another date of the SOP, e.g. next_visit=2026-12-20 or next_visit="2026-12-20 09:00"; may be repeated',
    zone: 'the patient’s time zone, e.g. Asia/Urumqi (default: the hospital’s)',
    planUntil: 'the last day listed (default: the stop day, else one year)',
    testCase: 'only this case: its number, or part of its sentence',
    real: 'run the cases on the real engine of the server, in skipped time',
    format: 'text, or json for programs',
    lang: 'zh or en',
    url: 'address of the server',
    key: 'API key',
    note: 'what has changed; kept with the version',
    patient: 'the patient’s id in your system',
    name: 'the patient’s name: makes a patient who is not known yet known',
    phone: 'the patient’s telephone number',
    field: 'a field of the event, e.g. code=E11.9; may be repeated',
    object: 'what the event brings, e.g. encounter.department=cardiology; may be repeated',
    eventAt: 'when it happened, e.g. "2026-11-24 10:00" in the hospital’s zone (default: now)',
    eventFile: 'the whole event as JSON, as POST /v1/events takes it; options given beside it win',
    eventId: 'your own id of the event: the same id again changes nothing (default: a new one)',
    because: 'why',
    history: 'JSON: what was done before, a list of { step, occurrence, outcome, at, answers }',
    enrollment: 'the past and the future of one enrollment',
    day: 'the day that is reconciled (default: today)',
    rehearseCase: 'a case of the test file beside the SOP: its number, or part of its sentence',
    madeUp: 'something about the made-up patient, e.g. name=王芳 or age=63; may be repeated',
    startEvent: 'the event it starts with, e.g. encounter.discharged (default: the start of the first case)',
    startAt: 'when it starts, e.g. "2026-11-24 10:00"',
    answer: 'the patient answers: "day 1 09:20 pain.score=7"',
    done: 'a person does it: "day -1 16:00 video.sent=yes,video.wechat_added=yes"',
    says: 'the patient writes: "day 2 15:00 能洗澡吗"',
    happens: 'something happens: "day 7 14:00 encounter.visited department=cardiology"',
    script: 'a YAML list of what happens, as under play: in a test file',
    rehearseUntil: 'the last moment: "day 30 21:00" or "2026-12-24 21:00"',
  },
  check: {
    summary: 'all mistakes in SOPs, libraries, calendars and tests, with the place and the mend',
    description: `Checks files and shows every mistake at once: file:line:column, code, what is wrong, a caret under it, and how to mend it.
What a file uses (use:) is found in its folder of SOPs; a file outside any is checked with the shipped library.`,
    after: `Examples:
  $ npx aftercare check
  $ npx aftercare check sops/cardiology sops/hospital.yaml
  $ npx aftercare check - --path sops/cardiology/new.yaml < new.yaml
  $ npx aftercare check --format json
      { "diagnostics": [{ file, line, column, endLine, endColumn, code, severity, message, mend }] }

Exit code 1 if there is an error; warnings and hints alone are 0.`,
  },
  plan: {
    summary: 'the calendar of an SOP: every touch with its moment',
    description: `Lists every touch with the moment at which it would come if nobody answered anything, computed by the functions that
run real enrollments. What waits for an answer or an event stands below its step, without a moment.`,
    after: `Examples:
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml --day-0 2026-11-24 --at 10:00
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml --day-0 2026-11-24 --start 2026-12-04T09:00    known ten days late
  $ npx aftercare plan sops/endocrinology/diabetes-care.yaml --until 2027-06-30 --zone Asia/Urumqi
  $ npx aftercare plan sops/service/complaint.yaml --format json
      { sop, zone, day0, start, touches: [{ step, occurrence, at, local, kind, to, note }] }

at is in UTC; local is on the clock that counts for the step: the patient’s for what reaches the patient, else the hospital’s.`,
  },
  test: {
    summary: 'run the cases of x.test.yaml',
    description: `Lives through the cases of test files in memory, milliseconds each, and shows for each one that fails what was expected and
what came instead. With --real the same cases run on the server’s real engine.`,
    after: `Examples:
  $ npx aftercare test
  $ npx aftercare test sops/cardiology/pci-discharge.yaml --case 3
  $ npx aftercare test sops/cardiology --case 照片
  $ npx aftercare test --real sops/service/complaint.test.yaml
  $ npx aftercare test --format json
      { files: [{ file, sop, cases: [{ case, line, passed, tookMs, deviations: [{ line, column, expected, actual }] }] }], diagnostics }

Cases that take the system down (down:) run in memory only. Exit code 1 if a case fails or a file has mistakes.`,
  },
  rehearse: {
    summary: 'live through an SOP with a made-up patient on the real engine, in seconds',
    description: `Runs the file as it is, published or not, on the server’s real engine with skipped time: one made-up patient, who does only what
you say here. Nobody real can be reached. Without --start it begins as the first case of the test file beside it does.`,
    after: `Examples:
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml --case 疼痛
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml --patient name=王芳 --patient age=80 \\
      --done "day -1 16:00 video.sent=yes,video.wechat_added=yes" --answer "day 1 09:20 pain.score=7" \\
      --says "day 2 15:00 能洗澡吗" --event "day 7 14:00 encounter.visited department=cardiology"
  $ npx aftercare rehearse sops/endocrinology/diabetes-care.yaml --start diagnosis.recorded --at "2026-11-24 10:00" \\
      --field code=E11.9 --until "day 60 12:00"

Exit code 1 if a case deviates from what it expects.`,
  },
  publish: {
    summary: 'publish SOPs as new, immutable versions',
    description: `Sends SOPs with all they use to the server. What has mistakes is shown and not published; a procedure that has not changed makes
no new version.`,
    after: `Examples:
  $ npx aftercare publish sops/cardiology/pci-discharge.yaml --note "第 15 天改寄康复礼盒"
  $ npx aftercare publish sops/service/*.yaml --url https://aftercare.example.org --key "$KEY"`,
  },
  event: {
    summary: 'tell the server that something happened',
    description: `Sends one event about a patient (language.md 16). It is stored and answered at once; what follows from it follows by itself.`,
    after: `Examples:
  $ npx aftercare event encounter.discharged --patient P001 --name 王芳 --phone 13800001001 --object encounter.id=E1 \\
      --object encounter.department=cardiology --object 'encounter.procedures=["36.06"]' --object "encounter.discharge_date=2026-11-24 10:00"
  $ npx aftercare event diagnosis.recorded --patient P001 --field code=E11.9
  $ npx aftercare event --file event.json`,
  },
  enroll: {
    summary: 'take a patient into an SOP, also in mid-course',
    description: `Takes a patient in by hand: the SOP’s “when” and “among” do not matter, “again”, “gap” and “not_with” do.`,
    after: `Examples:
  $ npx aftercare enroll activation/caring-call --patient P001 --because "three months without a visit"
  $ npx aftercare enroll cardiology/pci-discharge --patient P001 --history done-so-far.json --object "encounter.discharge_date=2026-11-20"`,
  },
  status: {
    summary: 'what is running, and whether every planned touch is accounted for',
    description: `Shows what is planned, ended and open, and what may be wrong: planned = ended + open, nothing forgotten, nothing stuck. Exit code 1
if that is not so. With --enrollment, the past and the future of one patient in one SOP.`,
    after: `Examples:
  $ npx aftercare status
  $ npx aftercare status --enrollment ENROLLMENT`,
  },
};
