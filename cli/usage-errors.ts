/** What commander says of a command line that cannot be read, in the reader's language. */
import type { CommanderError } from 'commander';
import type { Language } from '../language/diagnostics/message.ts';

/** `{0}`, `{1}`: the quoted words of commander's own sentence. */
const chinese: Record<string, string> = {
  'commander.unknownOption': '没有选项 {0}',
  'commander.unknownCommand': '没有命令 {0}',
  'commander.missingArgument': '缺少参数 {0}',
  'commander.excessArguments': '参数太多',
  'commander.optionMissingArgument': '选项 {0} 后面要写内容',
  'commander.missingMandatoryOptionValue': '必须写选项 {0}',
  'commander.invalidArgument': '选项 {0} 不能写 {1}',
};

export function usageError({ code, message }: CommanderError, language: Language): string {
  const plain = message.replace(/^error: /, '');
  const known = chinese[code];
  if (language === 'en') return `${plain.replace('\n', ' ')} (--help says more)`;
  if (known === undefined) return `${plain}（--help 有说明）`;
  const quoted = [...plain.matchAll(/'([^']*)'/g)].map((found) => found[1] ?? '');
  const meant = /Did you mean (.+)\?/.exec(plain)?.[1];
  const allowed = /Allowed choices are (.+)\./.exec(plain)?.[1];
  const sentence = known.replace(/\{(\d)\}/g, (_, n: string) => quoted[Number(n)] ?? '');
  return `${sentence}${meant ? `。是想写 ${meant} 吗？` : allowed ? `，只能写 ${allowed}。` : '。'}（--help 有说明）`;
}
