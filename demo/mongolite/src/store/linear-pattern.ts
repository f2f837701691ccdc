/**
 * Regular expressions in time linear in the text: a backtracking engine would let one filter hang every member, and
 * again at every start, because a write's filter is in the log. See docs/decisions/2026-11-26-linear-patterns.md.
 */
import { BSONRegExp } from 'bson';
import { RE2JS } from 're2js';
import { commandError } from '../command-error.ts';

/** One match: where it begins, what it is, and its groups (`null` for one that took no part). */
export type PatternMatch = {
  readonly index: number;
  readonly text: string;
  readonly captures: readonly (string | null)[];
};

export type LinearPattern = {
  /** The first match at or after `from`. Throws BadValue if the text is too long for this pattern. */
  readonly find: (text: string, from?: number) => PatternMatch | null;
};

/** Instructions times characters: a few seconds at worst, and enough to find a word in 5 MB of text. */
const maxSteps = 50_000_000;

const flagOf = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
  ['u', 0],
]);

function invalid(reason: string) {
  return commandError(
    'Location51091',
    `Regular expression is invalid: ${reason}; mongolite has RE2's syntax, without lookaround and back-references`,
  );
}

function flagsOf(options: string): number {
  let flags = 0;
  for (const option of options) {
    const flag = flagOf.get(option);
    if (flag === undefined) throw invalid(`the option '${option}' is not supported`);
    flags |= flag;
  }
  return flags;
}

function compiled(source: string, options: string): RE2JS {
  const flags = flagsOf(options);
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/** Throws Location51091 for what RE2 does not support. `options`: MongoDB's `i`, `m`, `s`, `u`. */
export function linearPattern(source: string, options: string): LinearPattern {
  const pattern = compiled(source, options);
  const instructions = pattern.programSize();
  return {
    find: (text, from = 0) => {
      if (text.length * instructions > maxSteps) {
        throw commandError(
          'BadValue',
          `a text of ${text.length} characters is too long for a regular expression of ${instructions} steps each`,
        );
      }
      const matcher = pattern.matcher(text);
      if (!matcher.find(from)) return null;
      const captures = Array.from({ length: pattern.groupCount() }, (_, at) => matcher.group(at + 1));
      return { index: matcher.start(), text: matcher.group() ?? '', captures };
    },
  };
}

/** The pattern that a value of a filter or an expression states; `null` for anything that is not one. */
export function patternOf(value: unknown, options = ''): LinearPattern | null {
  if (value instanceof BSONRegExp) return linearPattern(value.pattern, value.options + options);
  if (value instanceof RegExp) return linearPattern(value.source, value.flags.replace(/[gy]/g, '') + options);
  return typeof value === 'string' ? linearPattern(value, options) : null;
}

/** A RegExp for mingo, which only uses `test` and `exec`: both run in linear time. */
export function nativePattern(value: RegExp | BSONRegExp): RegExp {
  const pattern = patternOf(value);
  const exec = (text: string): RegExpExecArray | null => {
    const match = pattern?.find(text) ?? null;
    if (match === null) return null;
    const groups = match.captures.map((capture) => capture ?? '');
    return Object.assign([match.text, ...groups] as [string, ...string[]], {
      index: match.index,
      input: text,
    });
  };
  return Object.assign(/(?:)/, { exec, test: (text: string) => pattern?.find(text) != null });
}
