/** Names in a sentence. */
import { formatCount } from './format-number.ts';

/** So many are named before the rest is counted. */
const mostNames = 5;

/** `a`, `a and b`, `a, b and c`; of many the first five: `a, b, c, d, e and 12 more`. */
export function nameList(names: readonly string[]): string {
  const rest = names.length - mostNames;
  const told = rest > 1 ? [...names.slice(0, mostNames), `${formatCount(rest)} more`] : names;
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`;
}
