/** `garbageday up`, and what other terminals may ask of it. The tests share one running stack, and leave it as it was. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatusDocument } from '@garbageday/cli/game-day/control-protocol.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveJourney } from '../fakes/live-journeys.ts';
import { eventually } from '../local/eventually.ts';
import { type FakeCollector, fakeCollector, logsOf } from '../otlp/collector.ts';
import { type Ended, run, type Started, start, untilRunning } from './garbageday.ts';
import { expectFree, nothingIsLeft } from './nothing-is-left.ts';
import { isCrowded } from './patience.ts';
import { clear, makePlace, processesOf } from './place.ts';
import { expectGameDayDocument, expectPicture, expectReportFiles, textOf } from './report-files.ts';
import { wasBusy } from './why-not-kept.ts';

const timeoutMs = 240_000;
const esc = '\u001b';
const wasCrowded = isCrowded();
const place = makePlace();
let up: Started;
let collector: FakeCollector;

beforeAll(async () => {
  collector = await fakeCollector();
  up = start(place, ['up', '--no-chaos', '--rate', '50', '--seed', 'acceptance'], {
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${collector.url}/v1/logs`,
    OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
  });
  await untilRunning(place, up);
}, timeoutMs);
afterAll(async () => {
  await collector?.close();
  await clear(place);
});

async function status(): Promise<StatusDocument> {
  return JSON.parse((await run(place, ['status', '--json'])).stdout);
}

function instancesOf({ state }: StatusDocument, group: string) {
  const instances = state.groups.find(({ name }) => name === group)?.instances ?? [];
  return instances.filter((instance) => instance.state === 'running' && instance.isInService);
}

/** The servers and their users, not the commands that ask. */
function serverPids(): readonly number[] {
  const servers = processesOf(place).filter(({ args }) => !args.includes('garbageday.js'));
  return servers.map(({ pid }) => pid).toSorted((a, b) => a - b);
}

/** A young probe has too little to compare with, and refuses. */
async function untilProbed(): Promise<void> {
  const isProbed = async () => liveJourney((await status()).state, 'probe').seconds.length >= 15;
  await eventually('15 s of probing', isProbed, 40_000);
}

type Killed = Ended & { readonly outcome: ExperimentOutcome };

async function kill(...args: readonly string[]): Promise<Killed> {
  const ended = await run(place, ['kill', ...args, '--json'], 60_000);
  return { ...ended, outcome: JSON.parse(ended.stdout).outcome };
}

function expectRefusal({ code, stdout, stderr }: Ended, line: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
}

describe('while it runs, another terminal', () => {
  it('sees who serves, where, and how the users fare', async () => {
    const { schema, pid, residentBytes, state } = await status();
    expect({ schema, pid }).toEqual({ schema: 'garbageday/status@1', pid: up.pid });
    expect(state).toMatchObject({ command: 'up', seed: 'acceptance', durationMs: null });
    expect(state.groups.map(({ name, instances }) => [name, instances.length])).toEqual([
      ['load-balancer', 2],
      ['web', 3],
      ['data', 3],
    ]);
    expect(residentBytes).toBeGreaterThan(100 * 1024 * 1024);
    expect((await fetch(`${state.url}/toplist`)).status).toBe(200);
  });

  it('reads the status as plain text', async () => {
    const { code, stdout, stderr } = await run(place, ['status']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const group of ['load-balancer +2/2', 'web +3/3', 'data +3/3'])
      expect(stdout).toMatch(new RegExp(`^ ${group} `, 'm'));
    expect(stdout).not.toContain(esc);
  });

  it.each(['up', 'gameday'])('cannot start %s in the same directory', async (command) => {
    const before = serverPids();
    const line = new RegExp(
      `^garbageday: another garbageday \\(pid ${up.pid}, \`up\`, since .*\\) runs here; stop it, or use --directory$`,
      'm',
    );
    expectRefusal(await run(place, [command]), line);
    expect(serverPids()).toEqual(before);
  });

  it('is told which group it may have meant', async () => {
    const line = /^garbageday: unknown group "wbe"; did you mean "web"\? known: load-balancer, web, data$/m;
    expectRefusal(await run(place, ['kill', 'wbe', '--armed']), line);
  });

  it('reads the report so far as JSON, as a page, as text and as a picture', async () => {
    const json = await run(place, ['report', '--format', 'json']);
    const { users } = expectGameDayDocument(json.stdout);
    expect(users).toMatchObject({ failed: 0, stored: null });
    const page = await run(place, ['report', '--format', 'html']);
    expect(textOf(page.stdout)).toMatch(/[\d,]+ requests sent, 0 failed/);
    const text = await run(place, ['report', '--format', 'text']);
    expect(text.stdout).toMatch(/[\d,]+ requests sent, 0 failed/);
    expect(text.stdout).not.toContain(esc);
    await run(place, ['report', '--format', 'png', '--output', 'so-far.png']);
    expectPicture(readFileSync(join(place.cwd, 'so-far.png')));
  });

  it('kills nobody without --armed, and says whom it would have hit', { timeout: timeoutMs }, async () => {
    await untilProbed();
    const before = serverPids();
    const { code, outcome } = await kill('web');
    expect({ code, kind: outcome.kind }).toEqual({ code: 0, kind: 'dry-run' });
    expect(serverPids()).toEqual(before);
    expect((await run(place, ['kill', 'web'])).stdout).toMatch(
      /^Dry run: termination of web-[abc] in zone [abc] \(web, i-[0-9a-f]{17}\) would go ahead\. With --armed it is real\.$/m,
    );
    expect((await status()).state.kills).toEqual([]);
  });

  it('halts all chaos, and lets it go on', { timeout: timeoutMs }, async () => {
    expect((await run(place, ['halt', 'customers are calling'])).stdout).toMatch(
      /^Halted since .*: customers/,
    );
    try {
      const before = serverPids();
      const { code, outcome } = await kill('web', '--armed');
      expect({ code, outcome }).toMatchObject({
        code: 3,
        outcome: { kind: 'refused', refusal: { reason: 'safety-lever' } },
      });
      expect((await run(place, ['kill', 'web', '--armed'])).stdout).toBe(
        'Refused (safety lever): The safety lever is pulled: customers are calling.\n',
      );
      expect(serverPids()).toEqual(before);
      expect((await status()).state.lever).toMatchObject({ kind: 'halted', reason: 'customers are calling' });
    } finally {
      expect((await run(place, ['resume'])).stdout).toMatch(/^The safety lever is released/);
    }
    expect((await status()).state.lever.kind).toBe('released');
    const events = () =>
      collector.sent.map(logsOf).flatMap((logs) => logs.scopeLogs[0].logRecords.map((one) => one.eventName));
    await eventually('both moves are events', async () =>
      events().includes('garbageday.safety_lever.released'),
    );
    expect(events().filter((name) => name.includes('lever'))).toEqual([
      ...['garbageday.safety_lever.halted', 'garbageday.safety_lever.released'],
    ]);
  });

  it('kills a server, which is replaced, and hears the verdict', { timeout: timeoutMs }, async () => {
    await untilProbed();
    const [before, webBefore] = [serverPids(), instancesOf(await status(), 'web')];
    const { code, outcome } = await kill('web', '--armed', '--fault', 'power-cut');
    if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
    const { target, impact, judgement } = outcome;
    expect(webBefore.map(({ id }) => id)).toContain(target.instanceId);
    const after = serverPids();
    expect(before.filter((pid) => !after.includes(pid))).toHaveLength(1);
    const webAfter = instancesOf(await status(), 'web');
    expect(webAfter.map(({ slot }) => slot).toSorted()).toEqual(['web-a', 'web-b', 'web-c']);
    expect(webAfter.map(({ id }) => id)).not.toContain(target.instanceId);
    expect(impact.probes.bad).toBe(0);
    // On a busy machine answers may be late, which proves nothing; never wrong.
    const isBusy = wasCrowded || wasBusy([judgement]);
    expect(isBusy ? ['pass', 'inconclusive'] : ['pass'], judgement.reasons.join(' ')).toContain(
      judgement.verdict,
    );
    expect(code).toBe({ pass: 0, fail: 1, inconclusive: 3 }[judgement.verdict]);
  });

  it('counts a server that somebody else killed as an unplanned loss', { timeout: timeoutMs }, async () => {
    const before = instancesOf(await status(), 'web').map(({ id }) => id);
    const server = processesOf(place).find(({ args }) => args.includes('/wordcount'));
    process.kill(server?.pid ?? Number.NaN, 'SIGKILL');
    const isReplaced = async () => {
      const now = instancesOf(await status(), 'web').map(({ id }) => id);
      return now.length === 3 && now.some((id) => !before.includes(id));
    };
    await eventually('replaced', isReplaced, 20_000);
    const text = await run(place, ['report', '--format', 'text']);
    expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain('unplanned losses: 1.');
    const period = JSON.parse((await run(place, ['report', '--window', '1h', '--format', 'json'])).stdout);
    expect(period.unplannedLosses).toMatchObject([{ group: 'web' }]);
  });
});

describe('at last, Ctrl-C in the middle of a kill', () => {
  let ended: Ended;
  let asking: Started;

  /** Until the fault has struck; a busy machine may refuse at first. */
  async function untilUnderWay(): Promise<void> {
    const before = (await status()).state.kills.length;
    await eventually(
      'a kill under way',
      async () => {
        asking = start(place, ['kill', 'web', '--armed']);
        const isOver = async () => (await status()).state.kills.slice(before).at(-1)?.verdict ?? null;
        return (await eventually('an answer of the gate', isOver, 20_000)) === 'running';
      },
      60_000,
    );
  }

  it('ends it within 2 s, and nothing is left once the report is written', {
    timeout: timeoutMs,
  }, async () => {
    await untilUnderWay();
    up.signalGroup('SIGINT');
    await eventually('no server left', () => serverPids().length === 0, 2_000);
    ended = await up.ended;
    await asking.ended;
    await nothingIsLeft(place);
    expectFree(place);
  });

  it('tells who asked for the kill that there is no verdict', async () => {
    const { code, stdout, stderr } = await asking.ended;
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toBe(
      'garbageday: failed: what ran in .garbageday ended before the experiment did: no verdict; --debug shows where\n',
    );
  });

  it('reports the kill that was cut short, and counts every acknowledged insert once', async () => {
    const document = expectGameDayDocument((await run(place, ['report', '--json'])).stdout);
    expectReportFiles(place.directory, document);
    expect(document.experiments.at(-1)).toMatchObject({
      ...{ group: 'web', outcome: 'aborted', target: expect.stringMatching(/^i-/), verdict: null },
      reasons: ['stopped by Ctrl-C before its end'],
    });
    const { failed, acknowledged, stored } = document.users;
    expect(failed).toBe(0);
    // There is little time to count: on a busy machine it may say that nobody counted.
    if (!wasCrowded || stored !== null) expect(stored).toBe(acknowledged);
    expect({ code: ended.code, signal: ended.signal }).toEqual({
      code: document.verdict === 'broken' ? 1 : 0,
      signal: null,
    });
    const isSlow = document.slos.some(({ sli, verdict }) => sli === 'latency' && verdict === 'missed');
    expect(document.verdict).toBe(wasCrowded && isSlow ? 'broken' : 'inconclusive');
  });

  it('without a terminal all that it said is plain lines', () => {
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(esc);
    expect(ended.stdout).toContain('Report: .garbageday/report.html');
    expect(existsSync(join(place.directory, 'logs', 'web-a.log'))).toBe(true);
  });
});
