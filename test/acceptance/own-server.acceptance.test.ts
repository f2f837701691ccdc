/** `garbageday gameday -- COMMAND`, with the servers of examples/. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './garbageday.ts';
import { nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace } from './place.ts';

const places = { good: makePlace(), bad: makePlace() };
const gameDay = [
  'gameday',
  '--duration',
  '35s',
  '--kills',
  '1',
  '--rate',
  '40',
  '--seed',
  'own',
  '--copies',
  '3',
];

afterAll(() => Object.values(places).forEach(clear));

function play(server: keyof typeof places) {
  const file = join(import.meta.dirname, `../../examples/servers/${server}.js`);
  return run(places[server], [...gameDay, '--', process.execPath, file], 90_000);
}

describe('a game day with a server of your own', () => {
  it('reports of a server that finishes what it has, and finds nothing', async () => {
    const { code, stdout, stderr } = await play('good');
    // 3: on a crowded machine too little was measured.
    expect([0, 3], `${stdout}${stderr}`).toContain(code);
    expect(stdout).toMatch(/terminate web-[abc]/);
    expect(stdout).not.toMatch(/^Found$/m);
    await nothingIsLeft(places.good);
  }, 200_000);

  it('says what to do about one that SIGTERM ends', async () => {
    const { code, stdout, stderr } = await play('bad');
    expect([0, 1, 3], `${stdout}${stderr}`).toContain(code);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Found • SIGTERM ends your server at once (1 of 1 termination), and what it was answering is cut: ' +
        'let it stop listening, finish, and exit; see docs/graceful-shutdown.md',
    );
    await nothingIsLeft(places.bad);
  }, 200_000);
});
