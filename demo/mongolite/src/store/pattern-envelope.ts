/**
 * mingo rebuilds every RegExp that it finds in a filter, from its source. So a pattern travels through it as the source of
 * a RegExp that means nothing, and comes out in our own operators.
 */
import { BSONRegExp } from 'bson';
import { nativePattern } from './linear-pattern.ts';

const mark = 'mongolite:';

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** `value` is a pattern in any form, or what was given as one. */
export function envelopeOf(value: unknown, options = ''): RegExp {
  const [source, flags] =
    value instanceof BSONRegExp
      ? [value.pattern, value.options + options]
      : value instanceof RegExp
        ? [value.source, value.flags + options]
        : [String(value), options];
  return new RegExp(`${mark}${hexOf(source)}:${hexOf(flags)}`);
}

/** The pattern in an envelope, to be asked by mingo; anything else is itself. */
export function openEnvelope(value: unknown): unknown {
  if (!(value instanceof RegExp) || !value.source.startsWith(mark)) return value;
  const [source = '', flags = ''] = value.source
    .slice(mark.length)
    .split(':')
    .map((hex) => Buffer.from(hex, 'hex').toString());
  return nativePattern(new BSONRegExp(source, flags.replace(/[gy]/g, '')));
}
