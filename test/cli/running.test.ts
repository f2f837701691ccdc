import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { acquireLock } from '@garbageday/local/lock.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { states } from '../fakes/minutes.ts';
import { eventually } from '../local/eventually.ts';
import { sampleLiveState } from '../render/sample-live-state.ts';
import { sampleReport } from '../render/sample-report.ts';
import { run } from './run.ts';
import { type Answers, runningStack } from './running-stack.ts';

const status = { schema: 'garbageday/status@1', pid: 1, residentBytes: null, state: sampleLiveState };
const [completed] = sampleReport.experiments;
if (completed?.kind !== 'completed') throw new Error('the sample report begins with a completed experiment');
const { plan, target } = completed;

async function running(answers: Answers = {}) {
  const cwd = temporaryDirectory();
  const stack = await runningStack(cwd, { 'GET /status': status, ...answers });
  return { cwd, ...stack };
}

const nothing = 'garbageday: nothing runs in .garbageday; start it with `garbageday up`\n';

describe('while nothing runs', () => {
  it.each([['status'], ['kill'], ['kill data --armed'], ['report'], ['report --format png'], ['stop']])(
    '%s says so in one line, exit code 2',
    async (command) => {
      const ran = await run(command.split(' '), { cwd: temporaryDirectory() });
      expect(ran).toMatchObject({ code: 2, stdout: '', stderr: nothing });
    },
  );

  it('kill still names a misspelt group', async () => {
    const { code, stderr } = await run(['kill', 'wbe'], { cwd: temporaryDirectory() });
    const line = 'unknown group "wbe"; did you mean "web"? known: web, data, load-balancer';
    expect([code, stderr]).toEqual([2, `garbageday: ${line}\n`]);
  });

  it('kill takes the groups from the configuration', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'c.json'), '{"groups": [{"kind": "web", "name": "shop"}]}');
    const { stderr } = await run(['kill', 'web', '--config', 'c.json'], { cwd });
    expect(stderr).toBe('garbageday: unknown group "web"; known: shop\n');
  });
});

describe('status', () => {
  it('tells what a run that died has left without an end, and its last state', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, '.garbageday'));
    const file = openLedgerFile(join(cwd, '.garbageday', 'ledger.sqlite'));
    const atMs = Date.UTC(2026, 10, 26, 9);
    const life = states('left-behind', atMs, [
      { kind: 'drawn', plan: experimentPlan({ id: 'left-behind' }) },
      { kind: 'claimed', target: targetRecord },
    ]);
    for (const transition of life) await localLedger(file).recordTransition(transition);
    file.close();
    const told = await run(['status'], { cwd });
    expect([told.code, told.stderr]).toEqual([2, nothing]);
    expect(told.stdout).toMatch(/^No end: left-behind \(web, i-web-a\): claimed since 2026-11-26 09:00.*\n$/);
    const { stdout } = await run(['status', '--json'], { cwd });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'garbageday/unfinished@1',
      unfinished: [{ id: 'left-behind', group: 'web', state: 'claimed', sinceMs: atMs, target: 'i-web-a' }],
    });
  });

  it('tells what is under way', async () => {
    const one = {
      id: 'e1',
      group: 'web',
      state: 'recovering',
      sinceMs: Date.UTC(2026, 10, 26, 9),
      target: null,
    };
    const { cwd } = await running({ 'GET /status': { ...status, unfinished: [one] } });
    const { stdout } = await run(['status'], { cwd });
    expect(stdout).toMatch(/\nNo end: e1 \(web\): recovering since 2026-11-26 09:00.*\n$/);
  });

  it('shows the lever, the servers by zone, verdicts, what comes next and the last events', async () => {
    const { cwd } = await running();
    const { code, stdout } = await run(['status'], { cwd, program: 'npx garbageday' });
    expect(code).toBe(0);
    for (const part of [
      /^ safety lever +released$/m,
      /zone a +zone b +zone c/,
      /^ web +3\/3 +● a/m,
      /✔ web termination {2}pass/,
      /▶ data primary termination {2}running/,
      /next in 12 s: web power cut/,
      /latency 99% .* 98\.2% left/,
      /0:39 {2}· data-b is primary/,
    ])
      expect(stdout).toMatch(part);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('a lever that is pulled says how to release it, whether or not anything runs', async () => {
    const lever = { kind: 'halted', reason: 'customers are calling', sinceMs: 0 };
    const { cwd } = await running({ 'GET /status': { ...status, state: { ...status.state, lever } } });
    const resume = 'Nothing will be killed until: npx garbageday resume';
    expect((await run(['status'], { cwd, program: 'npx garbageday' })).stdout).toContain(resume);
    const quiet = temporaryDirectory();
    await run(['halt', 'customers are calling'], { cwd: quiet });
    const { code, stdout } = await run(['status'], { cwd: quiet, program: 'npx garbageday' });
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^Halted since .*: customers are calling; release the safety lever with: npx garbageday resume\n$/,
    );
  });

  it('prints the document with --json', async () => {
    const { cwd } = await running();
    expect(JSON.parse((await run(['status', '--json'], { cwd })).stdout)).toEqual(status);
  });
});

describe('kill', () => {
  it('leaves the experiment alone when Ctrl-C ends it, and says so', async () => {
    const { cwd, asked } = await running({ 'POST /experiments': new Promise(() => {}) });
    const killed = run(['kill', 'web', '--armed'], { cwd });
    await eventually('the experiment was asked for', async () =>
      asked.some(({ what }) => what === 'POST /experiments') ? true : null,
    );
    process.emit('SIGINT');
    expect(await killed).toMatchObject({
      code: 3,
      stdout: '',
      stderr:
        'garbageday: the experiment goes on in .garbageday without you; ' +
        'see it with `garbageday status`, end it with `garbageday halt`\n',
    });
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  const refusal = { reason: 'no-redundancy', detail: '2 of 3 healthy.', numbers: { healthy: 2 } };
  const outcomes = {
    'a dry run': [{ kind: 'dry-run', plan, target, atMs: 0 }, 0, 'Dry run: termination of web-b in zone '],
    'a pass': [completed, 0, 'Passed: termination of web-b in zone '],
    'a fail': [{ ...completed, judgement: { verdict: 'fail', reasons: ['too slow'] } }, 1, 'Failed: '],
    'an inconclusive one': [
      { ...completed, judgement: { verdict: 'inconclusive', reasons: ['blind'] } },
      3,
      'Proves nothing: ',
    ],
    'a refusal': [{ kind: 'refused', plan, atMs: 0, refusal }, 3, 'Refused (no redundancy): 2 of 3 healthy.'],
    'an abort': [
      {
        ...{ kind: 'aborted', plan, target: null, atMs: 0, injectedAtMs: null, impact: null },
        reason: { kind: 'lever', text: 'halted' },
      },
      3,
      'Aborted, and nothing was killed: halted',
    ],
    'an abort with a target that was spared': [
      {
        ...{ kind: 'aborted', plan, target, atMs: 0, injectedAtMs: null, impact: null },
        reason: { kind: 'lever', text: 'halted' },
      },
      3,
      'Aborted, and nothing was killed: halted',
    ],
    'an abort after the fault whose impact was not measured': [
      {
        ...{ kind: 'aborted', plan, target, atMs: 0, injectedAtMs: 5, impact: null },
        reason: { kind: 'lever', text: 'halted' },
      },
      3,
      'Aborted (termination of web-b in zone b (web, i-0c1d4e7a)): halted\n  what users felt was not measured',
    ],
  } as const;

  it.each(Object.entries(outcomes))(
    '%s: exit code and first words',
    async (_sentence, [outcome, code, words]) => {
      const { cwd } = await running({ 'POST /experiments': { outcome } });
      const ran = await run(['kill', 'web'], { cwd });
      expect([ran.code, ran.stdout.slice(0, words.length)]).toEqual([code, words]);
      const { stdout } = await run(['kill', 'web', '--json'], { cwd });
      // The reason of an abort stays the sentence that it has always been.
      const told =
        outcome.kind === 'aborted' ? { ...outcome, reason: 'halted', reasonKind: 'lever' } : outcome;
      expect(JSON.parse(stdout)).toEqual({ schema: 'garbageday/kill@1', outcome: told });
    },
  );

  it.each([
    ['kill', { group: 'web', fault: null, mode: 'dry-run' }],
    ['kill data', { group: 'data', fault: null, mode: 'dry-run' }],
    ['kill web --fault hang --armed', { group: 'web', fault: 'hang', mode: 'armed' }],
  ])('%s asks for exactly that', async (command, body) => {
    const { cwd, asked } = await running({ 'POST /experiments': { outcome: completed } });
    await run(command.split(' '), { cwd });
    expect(asked.at(-1)).toEqual({ what: 'POST /experiments', body });
  });

  it.each([
    ['kill wbe --armed', 'unknown group "wbe"; did you mean "web"? known: load-balancer, web, data'],
    ['kill web --fault explode', '--fault: "explode" is unknown; known: terminate, power-cut, hang'],
  ])('%s asks for nothing', async (command, line) => {
    const { cwd, asked } = await running();
    const ran = await run(command.split(' '), { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: ${line}\n`]);
    expect(asked.filter(({ what }) => what.startsWith('POST'))).toEqual([]);
  });
});

describe('stop', () => {
  /** The command, asked for and not yet obeyed. */
  const stopping = async (...options: readonly string[]) => {
    const { cwd, asked, leave } = await running({ 'POST /stop': {} });
    const ended = run(['stop', ...options], { cwd });
    await eventually('somebody asked', () => asked.length > 0);
    return { cwd, ended, asked, leave };
  };

  it('asks for it, and waits until the directory is free', async () => {
    const { ended, asked, leave } = await stopping();
    expect(asked).toEqual([{ what: 'POST /stop', body: {} }]);
    expect(await Promise.race([ended, delay(100, 'still waiting')])).toBe('still waiting');
    leave();
    expect((await ended).stdout).toBe('Stopped what ran in .garbageday\n');
  });

  it('tells a machine which directory is free now', async () => {
    const { cwd, ended, leave } = await stopping('--json');
    leave();
    const directory = join(cwd, '.garbageday');
    expect(JSON.parse((await ended).stdout)).toEqual({ schema: 'garbageday/stop@1', directory });
  });
});

describe('halt, while something runs', () => {
  it('says so', async () => {
    const { cwd } = await running();
    expect((await run(['halt', 'enough'], { cwd })).stdout).toMatch(/: enough \(\.garbageday, running\)\n$/);
  });
});

describe('an answer that is none', () => {
  it.each([
    ['a refusal', 'it is stopping', 'it is stopping'],
    [
      'an answer of another version',
      { version: 99 },
      'what runs there is another version of garbageday; use that one, or stop it',
    ],
  ])('%s becomes one line', async (_sentence, answer, line) => {
    const { cwd } = await running({ 'GET /status': answer });
    const ran = await run(['status'], { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: ${line}\n`]);
  });

  it('a socket that is not there yet, or no longer, becomes one line', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, '.garbageday'));
    const lock = acquireLock(join(cwd, '.garbageday'), 'up', 0);
    onTestFinished(() => lock.release());
    expect((await run(['status'], { cwd })).stderr).toBe(
      'garbageday: `garbageday up` in .garbageday is still starting; try again in a moment\n',
    );
    lock.publish({ url: null, controlSocket: join(cwd, 'gone.sock') });
    expect((await run(['status'], { cwd })).stderr).toBe(
      `garbageday: the garbageday at ${join(cwd, 'gone.sock')} does not answer; it may just be stopping\n`,
    );
  });
});
