/** How long a text is as an SMS. */
import type { Hole, Template } from '../../engine/plan.ts';

/** `characters` counts a hole as long as what usually stands there. `parts`: 70 characters in one, 67 in each of several; 160 and 153 if all is ASCII. */
export function smsSize(template: Template): { characters: number; parts: number } {
  const words = template.filter((piece) => typeof piece === 'string').join('');
  const characters = template.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : usualLength(piece)), 0);
  const [one, several] = /^[\x00-\x7f]*$/.test(words) && words !== '' ? [160, 153] : [70, 67];
  return { characters, parts: characters <= one ? 1 : Math.ceil(characters / several) };
}

function usualLength({ name, filters }: Hole): number {
  const shown =
    name.startsWith('link.') || name === 'referral.link'
      ? 24
      : filters.some((filter) => filter.name === 'date' || filter.name === 'time')
        ? 6
        : 4;
  return Math.max(shown, ...filters.map((filter) => filter.argument?.length ?? 0));
}

/** Does the text hold this name, `link.survey`? */
export const holds = (template: Template, name: string): boolean =>
  template.some((piece) => typeof piece !== 'string' && piece.name === name);
