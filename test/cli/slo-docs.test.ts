import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(new URL('../../docs/openslo.md', import.meta.url), 'utf8');

/** Commands and what is said to come of them. */
const blocks = [...page.matchAll(/```console\n\$ garbageday (.+)\n([\s\S]*?)```/g)].map(
  ([, command = '', output = '']) => [command, output] as const,
);

describe('docs/openslo.md', () => {
  it('shows every command', () => {
    expect(blocks.map(([command]) => command.split(' ')[1])).toEqual([
      'validate',
      'explain',
      'eval',
      'convert',
    ]);
  });

  it.each(blocks)('shows what comes of: garbageday %s', async (command, output) => {
    const { code, stdout } = await run(command.split(' '), { cwd: root });
    expect([code, stdout]).toEqual([0, output]);
  });
});
