import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertNextVersion, releasedChangelog, withVersion } from '../../scripts/release/release-texts.ts';

const root = join(import.meta.dirname, '../..');

describe('a release', () => {
  it.each(['0.1.1', '0.2.0', '1.0.0'])('from 0.1.0 to %s goes forward', (next) => {
    expect(() => assertNextVersion('0.1.0', next)).not.toThrow();
  });

  it.each(['0.1.0', '0.0.9'])('from 0.1.0 to %s is refused', (next) => {
    expect(() => assertNextVersion('0.1.0', next)).toThrow(`${next} does not come after 0.1.0.`);
  });

  it.each(['v0.2.0', '0.2', '0.2.0-beta', '01.2.0', ''])('"%s" is not a version', (next) => {
    expect(() => assertNextVersion('0.1.0', next)).toThrow('is not a version; write three numbers');
  });

  it('closes the section of what was unreleased, and opens an empty one', () => {
    const before = '# Changelog\n\n## [Unreleased]\n\n- new\n\n## [0.1.0] - 2026-01-01\n\n- old\n';
    expect(releasedChangelog(before, '0.2.0', '2026-11-27')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-27\n\n- new\n\n## [0.1.0] - 2026-01-01\n\n- old\n',
    );
  });

  it('is refused while the changelog says nothing', () => {
    const empty = '## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n- old\n';
    expect(() => releasedChangelog(empty, '0.2.0', '2026-11-27')).toThrow('nothing under [Unreleased]');
    expect(() => releasedChangelog('# Changelog\n', '0.2.0', '2026-11-27')).toThrow('has no line');
  });

  it("sets the version of this project's packages, and of no one else's", () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    const [before, after] = [lock, withVersion(lock, version, '9.9.9')].map((text) => text.split('\n'));
    const changed = (after ?? []).filter((line, index) => line !== before?.[index]);
    expect(changed.length).toBeGreaterThan(5);
    expect(new Set(changed.map((line) => line.trim()))).toEqual(new Set(['"version": "9.9.9",']));
    const own: unknown = JSON.parse(withVersion(lock, version, '9.9.9'));
    expect(own).toMatchObject({
      packages: { '': { version: '9.9.9' }, 'packages/core': { version: '9.9.9' } },
    });
  });
});
