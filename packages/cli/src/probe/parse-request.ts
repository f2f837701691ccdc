/** `--method`, `--header`, `--expect`: each with one line for what is wrong and how to fix it. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Expectation } from '@garbageday/core/probe/journey.ts';

/** A token and a field value of RFC 9110 §5, as Node sends them. */
const header = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/** `--header`: `Accept: text/html`. Errors do not quote its value, which may be a secret. */
export function headerOption(text: string): readonly [string, string] {
  const [, name, value] = header.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value.trimEnd()];
  const what = JSON.stringify(text.split(':', 1)[0]?.slice(0, 64) ?? '');
  throw new UsageError(`--header: ${what} is not a header; write "Name: value"`);
}

/** `--expect`: `204`, `text:Welcome`, `json:status=ok`, `json:items[0].id=7`. */
export function expectOption(text: string): Expectation {
  if (/^[1-5]\d\d$/.test(text)) return { kind: 'status', equals: Number(text) };
  const includes = /^text:(.+)$/su.exec(text)?.[1];
  if (includes !== undefined) return { kind: 'text', includes };
  const [, path, value] = /^json:([\w.[\]-]*)=(.*)$/su.exec(text) ?? [];
  if (path !== undefined && value !== undefined) return { kind: 'json', path, equals: scalarOf(value) };
  throw new UsageError(
    `--expect: ${JSON.stringify(text.slice(0, 64))} is unknown; write a status such as 204, text:Welcome, or json:status=ok`,
  );
}

/** A single JSON value as such; anything else is the text itself. */
function scalarOf(text: string): string | number | boolean | null {
  if (/^(true|false)$/.test(text)) return text === 'true';
  if (text === 'null') return null;
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  return text.replace(/^"(.*)"$/su, '$1');
}
