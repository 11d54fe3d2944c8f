import type { Help } from './page.ts';

export const zh: Help = {
  titles: { 'Usage:': '用法：', 'Options:': '选项：', 'Arguments:': '参数：', 'Commands:': '命令：' },
  help: '显示帮助',
  helpCommand: '显示某个命令的帮助',
  root: {
    summary: 'Aftercare 运行医院的随访 SOP。在这里检查 SOP、看它的日程、试跑、发布。',
    usage: '<命令> [选项]',
    after: `从第一行到第一位患者：
  $ npx aftercare check                                    一次列出 sops/ 里的全部错误
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml  如果今天出院，哪天做什么
  $ npx aftercare test                                     SOP 旁边的测试，在内存里跑
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml
                                                           一位虚构患者的 30 天，在真实引擎上跑
  $ npx aftercare publish sops/cardiology/pci-discharge.yaml --note "第 15 天寄礼盒"

check、plan、test 不需要服务器。其余命令连接 --url 的服务器，没写就用 AFTERCARE_URL，再没有就用本机
\`npm start\` 启动的那个（.aftercare/demo.json）；密钥也一样：--key、AFTERCARE_API_KEY、demo.json。

退出码：
  0  一切正常
  1  文件有错误、测试没通过、与预期不符、数目对不上、服务器不接受
  2  命令写错了、文件不存在、没有密钥或密钥无效
  3  连不上服务器

LC_ALL、LC_MESSAGES 或 LANG 以 en 开头时用英文，其余用中文；也可以用 --lang zh、--lang en 指定。
设置 NO_COLOR 就没有颜色；输出到管道时也没有颜色。`,
  },
  arguments: {
    files: '文件或文件夹；- 是标准输入（默认 sops/）',
    sop: '一个 SOP 文件，x.yaml',
    sopFiles: '要发布的 SOP',
    event: '事件名，比如 encounter.discharged',
    sopName: 'SOP 的编号，比如 activation/caring-call',
  },
  options: {
    path: '标准输入里的文件叫什么',
    root: '文件所属的 SOP 文件夹（默认：往上最近的 sops）',
    dayZero: '第 0 天，比如 2026-11-24（默认：今天）',
    dayZeroAt: '第 0 天的钟点（如果有），比如 10:00',
    planStart: '患者什么时候进来，比如 2026-11-20T10:00（默认：足够早，什么都不会错过）',
    date: 'SOP 的其他日期，比如 next_visit=2026-12-20 或 next_visit="2026-12-20 09:00"；可写多次',
    zone: '患者的时区，比如 Asia/Urumqi（默认：医院的时区）',
    planUntil: '列到哪一天（默认：停止的那天，没有就一年）',
    testCase: '只跑这一条：序号，或者句子里的几个字',
    real: '在服务器的真实引擎上跑，时间是跳过去的',
    format: 'text，或者给程序用的 json',
    lang: 'zh 或 en',
    url: '服务器地址',
    key: 'API 密钥',
    note: '改了什么；和版本一起保存',
    patient: '患者在您系统里的编号',
    name: '患者姓名：还不认识的患者，写了就认识了',
    phone: '患者电话',
    field: '事件的字段，比如 code=E11.9；可写多次',
    object: '事件带来的内容，比如 encounter.department=cardiology；可写多次',
    eventAt: '发生的时刻，比如 "2026-11-24 10:00"，医院时区（默认：现在）',
    eventFile: '完整的事件 JSON，和 POST /v1/events 一样；同时写了选项，以选项为准',
    eventId: '您自己的事件编号：同一编号再来一次，什么都不变（默认：新的编号）',
    because: '原因',
    history: 'JSON：以前做过什么，列表 { step, occurrence, outcome, at, answers }',
    enrollment: '一位患者在一个 SOP 里的过去和将来',
    day: '核对哪一天（默认：今天）',
    rehearseCase: 'SOP 旁边测试文件里的一条：序号，或者句子里的几个字',
    madeUp: '虚构患者的资料，比如 name=王芳、age=63；可写多次',
    startEvent: '由什么事件开始，比如 encounter.discharged（默认：和第一条测试一样）',
    startAt: '什么时候开始，比如 "2026-11-24 10:00"',
    answer: '患者回答："day 1 09:20 pain.score=7"',
    done: '工作人员完成："day -1 16:00 video.sent=yes,video.wechat_added=yes"',
    says: '患者发来的话："day 2 15:00 能洗澡吗"',
    happens: '发生了什么："day 7 14:00 encounter.visited department=cardiology"',
    script: '写着会发生什么的 YAML 列表，和测试文件的 play 一样',
    rehearseUntil: '最后的时刻："day 30 21:00" 或 "2026-12-24 21:00"',
  },
  check: {
    summary: '找出 SOP、公共文件、日历和测试里的全部错误，指出位置和改法',
    description: `检查文件，一次列出全部错误：文件:行:列、代码、错在哪里、下面划出位置，以及怎么改。
文件引用的内容（use:）在它所属的 SOP 文件夹里找；不在任何 SOP 文件夹里的文件，用自带的公共文件来查。`,
    after: `例子：
  $ npx aftercare check
  $ npx aftercare check sops/cardiology sops/hospital.yaml
  $ npx aftercare check - --path sops/cardiology/new.yaml < new.yaml
  $ npx aftercare check --format json
      { "diagnostics": [{ file, line, column, endLine, endColumn, code, severity, message, mend }] }

有错误时退出码是 1；只有警告和提示时是 0。`,
  },
  plan: {
    summary: 'SOP 的日程：每一次触达的时刻',
    description: `列出每一次触达，以及谁都不回应时它会在什么时刻到来；算法就是真实运行时用的那些。
要等回答或事件的，写在所属步骤下面，没有时刻。`,
    after: `例子：
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml --day-0 2026-11-24 --at 10:00
  $ npx aftercare plan sops/cardiology/pci-discharge.yaml --day-0 2026-11-24 --start 2026-12-04T09:00    十天后才知道
  $ npx aftercare plan sops/endocrinology/diabetes-care.yaml --until 2027-06-30 --zone Asia/Urumqi
  $ npx aftercare plan sops/service/complaint.yaml --format json
      { sop, zone, day0, start, touches: [{ step, occurrence, at, local, kind, to, note }] }

at 是 UTC；local 按这一步所用的时钟：联系患者的用患者当地时间，其余用医院时间。`,
  },
  test: {
    summary: '跑 x.test.yaml 里的测试',
    description: `在内存里跑测试，每条只要几毫秒；没通过的，并排写出应该怎样、实际怎样。
加上 --real，同样的测试在服务器的真实引擎上跑。`,
    after: `例子：
  $ npx aftercare test
  $ npx aftercare test sops/cardiology/pci-discharge.yaml --case 3
  $ npx aftercare test sops/cardiology --case 照片
  $ npx aftercare test --real sops/service/complaint.test.yaml
  $ npx aftercare test --format json
      { files: [{ file, sop, cases: [{ case, line, passed, tookMs, deviations: [{ line, column, expected, actual }] }] }], diagnostics }

让系统停机的测试（down:）只在内存里跑。有测试没通过，或者文件有错误，退出码是 1。`,
  },
  rehearse: {
    summary: '用一位虚构患者，在真实引擎上几秒走完一个 SOP',
    description: `把文件按现在的样子（不管发布没有）放到服务器的真实引擎上，时间跳着走：一位虚构患者，只做您在这里写的事。
不可能联系到真实的人。没写 --start，就和旁边测试文件的第一条一样开始。`,
    after: `例子：
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml --case 疼痛
  $ npx aftercare rehearse sops/cardiology/pci-discharge.yaml --patient name=王芳 --patient age=80 \\
      --done "day -1 16:00 video.sent=yes,video.wechat_added=yes" --answer "day 1 09:20 pain.score=7" \\
      --says "day 2 15:00 能洗澡吗" --event "day 7 14:00 encounter.visited department=cardiology"
  $ npx aftercare rehearse sops/endocrinology/diabetes-care.yaml --start diagnosis.recorded --at "2026-11-24 10:00" \\
      --field code=E11.9 --until "day 60 12:00"

与测试的预期不符时，退出码是 1。`,
  },
  publish: {
    summary: '把 SOP 发布成新的、不再改变的版本',
    description: `把 SOP 和它引用的内容发给服务器。有错误的会列出来，不发布；内容没有变，就没有新版本。`,
    after: `例子：
  $ npx aftercare publish sops/cardiology/pci-discharge.yaml --note "第 15 天改寄康复礼盒"
  $ npx aftercare publish sops/service/*.yaml --url https://aftercare.example.org --key "$KEY"`,
  },
  event: {
    summary: '告诉服务器发生了什么',
    description: `发送一件关于患者的事（language.md 16）。服务器马上收下并答复，由此引起的事自动进行。`,
    after: `例子：
  $ npx aftercare event encounter.discharged --patient P001 --name 王芳 --phone 13800001001 --object encounter.id=E1 \\
      --object encounter.department=cardiology --object 'encounter.procedures=["36.06"]' --object "encounter.discharge_date=2026-11-24 10:00"
  $ npx aftercare event diagnosis.recorded --patient P001 --field code=E11.9
  $ npx aftercare event --file event.json`,
  },
  enroll: {
    summary: '让患者进入一个 SOP，也可以从中途开始',
    description: `手工让患者进入：不看 SOP 的 when 和 among，但 again、gap、not_with 照样有效。`,
    after: `例子：
  $ npx aftercare enroll activation/caring-call --patient P001 --because "三个月没有来"
  $ npx aftercare enroll cardiology/pci-discharge --patient P001 --history done-so-far.json --object "encounter.discharge_date=2026-11-20"`,
  },
  status: {
    summary: '正在运行的情况，以及计划的触达是否件件有着落',
    description: `列出计划的、结束的、还在进行的，以及可能不对的地方：计划 = 结束 + 进行中，没有遗忘，没有卡住。不是这样时退出码是 1。
加上 --enrollment，看一位患者在一个 SOP 里的过去和将来。`,
    after: `例子：
  $ npx aftercare status
  $ npx aftercare status --enrollment 编号`,
  },
};
