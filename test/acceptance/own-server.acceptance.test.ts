/** `garbageday gameday -- COMMAND`, with the servers of examples/. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { slackStandIn } from '../fixtures/slack-stand-in.ts';
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

function play(server: keyof typeof places, more: readonly string[] = []) {
  const file = join(import.meta.dirname, `../../examples/servers/${server}.js`);
  return run(places[server], [...gameDay, ...more, '--', process.execPath, file], 90_000);
}

describe('a game day with a server of your own', () => {
  it('reports of a server that finishes what it has, and finds nothing', async () => {
    const slack = await slackStandIn(() => Date.now());
    const { code, stdout, stderr } = await play('good', ['--slack', slack.webhookUrl]);
    // 3: on a crowded machine too little was measured.
    expect([0, 3], `${stdout}${stderr}`).toContain(code);
    expect(stdout).toMatch(/terminate web-[abc]/);
    expect(stdout).not.toMatch(/^Found$/m);
    expect(stderr).toContain('Posted to Slack.\n');
    expect(slack.messages()).toHaveLength(1);
    expect(slack.faults()).toEqual([]);
    await nothingIsLeft(places.good);
  }, 200_000);

  it('says what to do about one that SIGTERM ends', async () => {
    const { code, stdout, stderr } = await play('bad');
    expect([0, 1, 3], `${stdout}${stderr}`).toContain(code);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /• SIGTERM ends your server at once \(1 of 1 termination\), and (.* in flight (was|were)|what it was answering is) cut: let it stop listening, finish, and exit; see docs\/graceful-shutdown\.md \(Node, Express, Python, Go, …\)\./,
    );
    const document = JSON.parse(readFileSync(join(places.bad.directory, 'report.json'), 'utf8'));
    expect(document.findings.map(({ kind }: { kind: string }) => kind)).toEqual(['ends-at-once']);
    await nothingIsLeft(places.bad);
  }, 200_000);
});
