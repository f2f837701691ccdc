/** Parsers of options and arguments, with one line for what is wrong and how to fix it. */
import { mendBounds, type NumberBounds, outOfBounds } from '@garbageday/config/bounds.ts';
import { type DurationBounds, parseDuration } from '@garbageday/config/duration.ts';
import { suggestion } from '@garbageday/config/nearest.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { hasBidirectionalControls } from '@garbageday/render/bidirectional.ts';

/** `--rate`: a number within bounds. Each parser takes the flag's name and returns what commander calls. */
export function numberOption(flag: string, bounds: NumberBounds) {
  return (text: string): number => {
    if (!/^-?\d+(\.\d+)?(e\d{1,3})?$/i.test(text)) {
      throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a number; ${mendBounds(bounds)}`);
    }
    const why = outOfBounds(Number(text), bounds);
    if (why !== null) throw new UsageError(`${flag}: ${why}`);
    return Number(text);
  };
}

export function wholeOption(flag: string, bounds: NumberBounds) {
  const parse = numberOption(flag, bounds);
  return (text: string): number => {
    const value = parse(text);
    if (!Number.isInteger(value))
      throw new UsageError(`${flag}: ${text} is not a whole number; ${mendBounds(bounds)}`);
    return value;
  };
}

/** A port to listen on. */
export function portOption(flag: string) {
  return wholeOption(flag, { min: 0, max: 65_535, what: '(0: any free one)' });
}

/** `--duration`: a text such as '90s', in milliseconds. */
export function durationOption(flag: string, bounds: DurationBounds) {
  return (text: string): number => {
    const parsed = parseDuration(text, bounds);
    if (parsed.kind === 'bad') throw new UsageError(`${flag}: ${parsed.why}`);
    return parsed.ms;
  };
}

export function choiceOption<T extends string>(flag: string, choices: readonly T[]) {
  return (text: string): T => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) {
      throw new UsageError(`${flag}: ${JSON.stringify(text)} is unknown${suggestion(text, choices)}`);
    }
    return choice;
  };
}

/** A text on one line of at most `max` characters. */
export function textOption(flag: string, max: number) {
  return (text: string): string => {
    if (text.trim() === '') throw new UsageError(`${flag}: is empty; write 1 to ${max} characters`);
    if (text.length > max) {
      throw new UsageError(`${flag}: ${text.length} characters are too many; write 1 to ${max}`);
    }
    if (/\p{Cc}/u.test(text) || hasBidirectionalControls(text))
      throw new UsageError(`${flag}: holds a control character; write one line of text`);
    return text;
  };
}

/** `--now`: an instant with its zone. @throws UsageError for anything else. */
export function instantOption(flag: string) {
  return (text: string): number => {
    const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
    const atMs = isInstant ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(atMs)) return atMs;
    throw new UsageError(
      `${flag}: ${JSON.stringify(text)} is not a time; write it like 2026-12-01T00:00:00Z`,
    );
  };
}

/** `--path`: the path of a URL, with its query. */
export function pathOption(flag: string) {
  return (text: string): string => {
    if (/^\/[!-&(-~]{0,255}$/.test(text)) return text;
    throw new UsageError(
      `${flag}: ${JSON.stringify(text)} is not a path; write / and what follows it, percent-encoded`,
    );
  };
}

/** `--port-env`: the name of an environment variable. */
export function variableOption(flag: string) {
  return (text: string): string => {
    if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text)) return text;
    throw new UsageError(
      `${flag}: ${JSON.stringify(text)} is not the name of a variable; write one like PORT`,
    );
  };
}

/** The methods of a request, as they are typed. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const weights = { min: 1, max: 1_000, what: '' };

/**
 * `--path`: a path for GET, or with a method before it, and optionally a weight after it, as in `/search=3`. Everything
 * after a `?` is the query, so a weight needs a space before it: `'/search?q=a =3'`.
 */
export function callOption(flag: string) {
  const parsePath = pathOption(flag);
  const parseMethod = choiceOption(flag, methods);
  const parseWeight = numberOption(flag, weights);
  return (text: string) => {
    const [, word, call = text] = /^([A-Za-z]+) +(.*)$/.exec(text) ?? [];
    const [, path = call, weight] = /^(.*?) +=(.*)$/.exec(call) ?? /^([^?=]*)=(.*)$/.exec(call) ?? [];
    const method = word === undefined ? 'GET' : parseMethod(word.toUpperCase());
    return { method, path: parsePath(path), weight: weight === undefined ? null : parseWeight(weight) };
  };
}

/** `--audit`: a path, and after # where in its JSON the number is. */
export function auditOption(flag: string) {
  const parsePath = pathOption(flag);
  return (text: string): { readonly get: string; readonly json: string } => {
    const at = text.indexOf('#');
    if (at === -1) return { get: parsePath(text), json: '' };
    return { get: parsePath(text.slice(0, at)), json: text.slice(at + 1) };
  };
}

/** For an option that may be repeated: all of them, in order. */
export function collect<T>(parse: (text: string) => T) {
  return (text: string, before: readonly T[] | undefined): readonly T[] => [...(before ?? []), parse(text)];
}
