/**
 * OpenSLO's duration shorthand: `1m` is a minute and `1M` a month.
 * https://github.com/OpenSLO/OpenSLO#duration-shorthand
 */
import { shown } from '../describe-issue.ts';

export type ShorthandUnit = 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'Y';

export type Shorthand = { readonly count: number; readonly unit: ShorthandUnit };

const units: readonly ShorthandUnit[] = ['m', 'h', 'd', 'w', 'M', 'Q', 'Y'];

const seconds: Readonly<Record<'m' | 'h' | 'd' | 'w', number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** Slices are kept for 400 days; nothing longer can be computed. */
const longestSeconds = 400 * 86_400;

export type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'bad'; readonly why: string };

/** A whole number from 1 and one letter. */
export function parseShorthand(text: string): Parsed<Shorthand> {
  const [, digits = '', letter = ''] = /^([1-9]\d{0,5})([A-Za-z])$/.exec(text) ?? [];
  const unit = units.find((known) => known === letter);
  if (unit !== undefined) return { kind: 'ok', value: { count: Number(digits), unit } };
  return {
    kind: 'bad',
    why: `${shown(text)} is not a duration; write a number and one of m h d w M Q Y, like 30d`,
  };
}

/** A duration of fixed length, in seconds: `5m`, `12h`, `28d`, `4w`; a month, a quarter and a year have none. */
export function parseFixed(text: string): Parsed<number> {
  const parsed = parseShorthand(text);
  if (parsed.kind === 'bad') return parsed;
  const { count, unit } = parsed.value;
  if (unit === 'M' || unit === 'Q' || unit === 'Y') {
    return {
      kind: 'bad',
      why: `${shown(text)} has no fixed length; write minutes, hours, days or weeks, like 30d`,
    };
  }
  const total = count * seconds[unit];
  if (total <= longestSeconds) return { kind: 'ok', value: total };
  return { kind: 'bad', why: `${shown(text)} is too long; slices are kept for 400 days` };
}

/** The largest unit that is exact: 2,592,000 → `30d`; `null` unless it is a whole number of minutes. */
export function shorthandOf(total: number): string | null {
  const unit = (['d', 'h', 'm'] as const).find((candidate) => total % seconds[candidate] === 0);
  return unit === undefined ? null : `${total / seconds[unit]}${unit}`;
}
