/** `aftercare …`: reads the command line and hands over to commands/. Each command is loaded when it is asked for. */
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, Refusal } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { helpIn } from './help/help.ts';
import type { CommandName, OptionKey } from './help/page.ts';
import { readEnvironment } from './settings.ts';
import { createTerminal } from './terminal.ts';
import type { Format, Terminal } from './terminal.ts';
import { usageError } from './usage-errors.ts';
import type { Language } from '../language/diagnostics/message.ts';

type Common = { format: Format; lang: Language };
type Run<Options> = (args: string[], options: Options, terminal: Terminal) => Promise<ExitCode>;

/** Runs one command line and sets the exit code; never throws. */
export async function main(argv: string[]): Promise<void> {
  const environment = readEnvironment();
  const language = languageAsked(argv) ?? environment.language;
  try {
    await program(language, environment.noColor).parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    process.exitCode = said(thrown, language);
  }
}

/** Help is in the language asked for, so this one option is looked for before anything is read. */
function languageAsked(argv: string[]): Language | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = at < 0 ? undefined : argv[at] === '--lang' ? argv[at + 1] : argv[at]?.slice('--lang='.length);
  return word === 'en' || word === 'zh' ? word : undefined;
}

function said(thrown: unknown, language: Language): number {
  const complain = (text: string): boolean => process.stderr.write(`aftercare: ${text}\n`);
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exitCodes.fine;
    // Asked nothing: the help was shown.
    if (thrown.code !== 'commander.help') complain(usageError(thrown, language));
    return exitCodes.usage;
  }
  if (thrown instanceof Refusal) {
    complain(thrown.message);
    return thrown.code;
  }
  const { message, code } = thrown as NodeJS.ErrnoException;
  complain(code === undefined ? (language === 'en' ? `unexpected: ${message}` : `意外错误：${message}`) : message);
  return code === undefined ? exitCodes.mistakes : exitCodes.usage;
}

function program(language: Language, noColor: boolean): Command {
  const help = helpIn(language);
  const root = new Command('aftercare')
    .description(help.root.summary)
    .usage(help.root.usage)
    .helpOption('-h, --help', help.help)
    .helpCommand('help [command]', help.helpCommand)
    .addHelpText('after', `\n${help.root.after}`)
    .configureHelp({
      subcommandTerm: (command) => command.name(),
      // Their defaults and choices are in the words already.
      optionDescription: ({ description }) => description,
      styleTitle: (title) => help.titles[title] ?? title,
    })
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const add = <Options>(name: CommandName, load: () => Promise<Run<Options>>): Command => {
    const { summary, description, after } = help[name];
    const command = root.command(name);
    return command
      .summary(summary)
      .description(description)
      .helpOption('-h, --help', help.help)
      .addHelpText('after', `\n${after}`)
      .action(async () => {
        const options = command.opts<Options & Common>();
        const terminal = createTerminal({ language, format: options.format, noColor }, { out: process.stdout, err: process.stderr });
        process.exitCode = await (await load())(command.args, options, terminal);
      });
  };
  const option = (command: Command, flags: string, key: OptionKey, reader?: (text: string, before?: string[]) => unknown): void => {
    const made = new Option(flags, help.options[key]);
    command.addOption(reader ? made.argParser(reader as never) : made);
  };
  const list = (text: string, before: string[] = []): string[] => [...before, text];

  const check = add('check', async () => (await import('./commands/check.ts')).check).argument('[files...]', help.arguments.files);
  option(check, '--path <path>', 'path');

  const plan = add('plan', async () => (await import('./commands/plan.ts')).plan).argument('<file>', help.arguments.sop);
  option(plan, '--day-0 <day>', 'dayZero');
  option(plan, '--at <time>', 'dayZeroAt');
  option(plan, '--start <moment>', 'planStart');
  option(plan, '--date <name=value>', 'date', list);
  option(plan, '--zone <zone>', 'zone');
  option(plan, '--until <day>', 'planUntil');

  const test = add('test', async () => (await import('./commands/test.ts')).test).argument('[files...]', help.arguments.files);
  option(test, '--case <which>', 'testCase');
  option(test, '--real', 'real');

  const rehearse = add('rehearse', async () => (await import('./commands/rehearse.ts')).rehearse).argument('<file>', help.arguments.sop);
  option(rehearse, '--case <which>', 'rehearseCase');
  option(rehearse, '--patient <name=value>', 'madeUp', list);
  option(rehearse, '--start <event>', 'startEvent');
  option(rehearse, '--at <moment>', 'startAt');
  option(rehearse, '--object <name.field=value>', 'object', list);
  option(rehearse, '--field <name=value>', 'field', list);
  option(rehearse, '--answer <what>', 'answer', list);
  option(rehearse, '--done <what>', 'done', list);
  option(rehearse, '--says <what>', 'says', list);
  option(rehearse, '--event <what>', 'happens', list);
  option(rehearse, '--script <file>', 'script');
  option(rehearse, '--until <moment>', 'rehearseUntil');

  const publish = add('publish', async () => (await import('./commands/publish.ts')).publish).argument(
    '<files...>',
    help.arguments.sopFiles,
  );
  option(publish, '--note <text>', 'note');

  const event = add('event', async () => (await import('./commands/event.ts')).event).argument('[name]', help.arguments.event);
  option(event, '--patient <id>', 'patient');
  option(event, '--name <name>', 'name');
  option(event, '--phone <number>', 'phone');
  option(event, '--field <name=value>', 'field', list);
  option(event, '--object <name.field=value>', 'object', list);
  option(event, '--at <moment>', 'eventAt');
  option(event, '--id <id>', 'eventId');
  option(event, '--file <file>', 'eventFile');

  const enroll = add('enroll', async () => (await import('./commands/enroll.ts')).enroll).argument('<sop>', help.arguments.sopName);
  option(enroll, '--patient <id>', 'patient');
  option(enroll, '--name <name>', 'name');
  option(enroll, '--phone <number>', 'phone');
  option(enroll, '--because <text>', 'because');
  option(enroll, '--date <name=value>', 'date', list);
  option(enroll, '--object <name.field=value>', 'object', list);
  option(enroll, '--history <file>', 'history');

  const status = add('status', async () => (await import('./commands/status.ts')).status);
  option(status, '--day <day>', 'day');
  option(status, '--enrollment <id>', 'enrollment');

  for (const command of [check, plan, test, rehearse]) option(command, '--root <folder>', 'root');
  for (const command of [test, rehearse, publish, event, enroll, status]) {
    option(command, '--url <url>', 'url');
    option(command, '--key <key>', 'key');
  }
  for (const command of root.commands) {
    command.addOption(new Option('--format <format>', help.options.format).choices(['text', 'json']).default('text'));
    command.addOption(new Option('--lang <language>', help.options.lang).choices(['zh', 'en']).default(language));
  }
  return root;
}
