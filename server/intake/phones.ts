/** Telephone numbers as they are kept: E.164, so that a number is one number however it was written. */
import parsePhoneNumber from 'libphonenumber-js';
import type { Address, Relative } from '../../engine/chart.ts';
import { fieldError, type FieldError } from '../http/problem.ts';

type Telephone = { number: string } | { mistake: FieldError };

/** A number without + is one of China. */
export function telephone(text: string, field: string): Telephone {
  const parsed = parsePhoneNumber(text.normalize('NFKC'), { defaultCountry: 'CN', extract: false });
  if (!parsed?.isValid() || parsed.ext)
    return {
      mistake: fieldError(
        field,
        'bad-phone',
        'This is no telephone number: 13800001001, +86 138 0000 1001.',
        '这不是电话号码，如 13800001001、+86 138 0000 1001。',
      ),
    };
  return { number: parsed.number };
}

const byTelephone: readonly string[] = ['phone', 'sms', 'voice'];

/** The address as it is kept; mistakes go to `mistakes`. */
export function addressOf({ channel, value, bad }: Address, field: string, mistakes: FieldError[]): Address {
  const kept = { channel, value: value.trim(), ...(bad === undefined ? {} : { bad }) };
  if (byTelephone.includes(channel)) {
    const read = telephone(value, `${field}.value`);
    if ('mistake' in read) mistakes.push(read.mistake);
    else kept.value = read.number;
  } else if (channel === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value.trim())) {
    mistakes.push(fieldError(`${field}.value`, 'bad-email', 'This is no e-mail address.', '这不是邮箱地址。'));
  }
  return kept;
}

/** All telephone numbers of a list, for showing where somebody can be reached. */
export const telephonesOf = (addresses: readonly Address[]): Address[] => addresses.filter(({ channel }) => byTelephone.includes(channel));
export const addressesFor = (relatives: readonly Relative[]): { relative: Relative; address: Address }[] =>
  relatives.flatMap((relative) => relative.addresses.map((address) => ({ relative, address })));
