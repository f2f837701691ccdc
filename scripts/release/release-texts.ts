/** What a release changes in the repository's files: versions and the changelog. */
import { UsageError } from '@garbageday/core/errors.ts';

/** Throws a UsageError unless `next` is a version, `1.2.3`, that comes after `now`. */
export function assertNextVersion(now: string, next: string): void {
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(next)) {
    throw new UsageError(`"${next}" is not a version; write three numbers, such as 0.2.0.`);
  }
  const [before, after] = [partsOf(now), partsOf(next)];
  const firstChange = after.findIndex((part, index) => part !== before[index]);
  if (firstChange < 0 || Number(after[firstChange]) < Number(before[firstChange])) {
    throw new UsageError(`${next} does not come after ${now}.`);
  }
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

const unreleased = '## [Unreleased]\n';

/**
 * The changelog with the unreleased changes under the version and its day (`2026-11-27`), and a new empty section.
 * Throws a UsageError if there are no unreleased changes.
 */
export function releasedChangelog(text: string, version: string, day: string): string {
  const from = text.indexOf(unreleased);
  if (from < 0) throw new UsageError(`CHANGELOG.md has no line "${unreleased.trim()}".`);
  const rest = text.slice(from + unreleased.length);
  const end = rest.search(/^## /m);
  const changes = end < 0 ? rest : rest.slice(0, end);
  if (!/^- /m.test(changes)) {
    throw new UsageError('CHANGELOG.md has nothing under [Unreleased]: write what changed for its users.');
  }
  return `${text.slice(0, from)}${unreleased}\n## [${version}] - ${day}\n${rest}`;
}

/** A package.json, or the project's own entries in package-lock.json, with another version; formatting is preserved. */
export function withVersion(text: string, now: string, next: string): string {
  return text.replaceAll(
    /^( *)"name": "(garbageday|@garbageday\/[^"]+)",\n( *)"version": "([^"]+)"/gm,
    (whole, a, name, b, version) =>
      version === now ? `${a}"name": "${name}",\n${b}"version": "${next}"` : whole,
  );
}
