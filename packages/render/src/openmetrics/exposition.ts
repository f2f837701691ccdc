/** OpenMetrics text (OpenMetrics 1.0, ABNF in section 3): families with help and type, escaped labels, finite numbers. */

import { escapeBidirectionalControls } from '../bidirectional.ts';

export type Sample = {
  readonly labels: Readonly<Record<string, string>>;
  /** Not finite, or `null`: left out, as there is nothing to say. */
  readonly value: number | null;
};

export type Family = {
  readonly name: string;
  readonly type: 'gauge';
  /** Ends the name, as the standard wants it. */
  readonly unit?: 'seconds' | 'ratio';
  readonly help: string;
  readonly samples: readonly Sample[];
};

/** The exposition, `# EOF` at its end. Families without a sample, and repeated sample labels, are left out. */
export function exposition(families: readonly Family[]): string {
  return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
}

function familyLines({ name, type, unit, help, samples }: Family): readonly string[] {
  const lines = [...new Map(samples.flatMap((sample) => sampleLine(name, sample))).values()];
  if (lines.length === 0) return [];
  const unitLine = unit === undefined ? [] : [`# UNIT ${name} ${unit}`];
  return [`# TYPE ${name} ${type}`, ...unitLine, `# HELP ${name} ${escaped(help)}`, ...lines];
}

/** `[series, line]`, so that the same series is said once. */
function sampleLine(name: string, { labels, value }: Sample): readonly (readonly [string, string])[] {
  if (value === null || !Number.isFinite(value)) return [];
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  const series = `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`}`;
  return [[series, `${series} ${value}`]];
}

/**
 * Backslash, quote and line feed, as the standard escapes them; half surrogates are no UTF-8. A bidirectional control is
 * written as its escape, so that two names that differ stay two series.
 */
function escaped(text: string): string {
  return escapeBidirectionalControls(text.toWellFormed())
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}
