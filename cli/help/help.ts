/** The help, in the reader's language. */
import type { Language } from '../../language/diagnostics/message.ts';
import { en } from './en.ts';
import type { Help } from './page.ts';
import { zh } from './zh.ts';

export const helpIn = (language: Language): Help => (language === 'en' ? en : zh);
