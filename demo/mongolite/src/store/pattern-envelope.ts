/**
 * mingo rebuilds every RegExp that it finds in a filter, from its source. So a pattern passes through it as the source
 * of a dummy RegExp, and is unpacked in our own operators.
 */
import { BSONRegExp } from 'bson';
import { nativePattern } from './linear-pattern.ts';

const mark = 'mongolite:';

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** `value` is a pattern in any form, or a value given in its place. */
export function envelopeOf(value: unknown, options = ''): RegExp {
  const [source, flags] =
    value instanceof BSONRegExp
      ? [value.pattern, value.options + options]
      : value instanceof RegExp
        ? [value.source, value.flags + options]
        : [String(value), options];
  return new RegExp(`${mark}${hexOf(source)}:${hexOf(flags)}`);
}

/** The pattern in an envelope, in a form that mingo can use; any other value is returned unchanged. */
export function openEnvelope(value: unknown): unknown {
  if (!(value instanceof RegExp) || !value.source.startsWith(mark)) return value;
  const [source = '', flags = ''] = value.source
    .slice(mark.length)
    .split(':')
    .map((hex) => Buffer.from(hex, 'hex').toString());
  return nativePattern(new BSONRegExp(source, flags.replace(/[gy]/g, '')));
}
