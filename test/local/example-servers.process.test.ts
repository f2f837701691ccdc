/** The servers of examples/servers that are not Node's alone: how each leaves when it is told to. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf, findingsOf } from '@garbageday/cli/game-day/findings.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { commandService } from '@garbageday/local/command-service.ts';
import { defaultStackTiming } from '@garbageday/local/stack/stack-options.ts';
import { startStack } from '@garbageday/local/stack.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from './eventually.ts';
import { stackRequest } from './stack-request.ts';

const groups = [
  { kind: 'web', desiredSize: 2 },
  { kind: 'load-balancer', desiredSize: 2 },
];
const configuration = parseConfiguration({ groups }, 'the test');

function file(name: string): string {
  return join(import.meta.dirname, '../../examples/servers', name);
}

/** Terminates one of two copies. Returns how it ended and what was found. */
async function seenOf(program: string, ...args: readonly string[]) {
  const events: StackEvent[] = [];
  const server = {
    group: null,
    program,
    args,
    env: {},
    portVariable: 'PORT',
    readyPath: null,
    dependsOn: [],
  };
  const calls = [{ method: 'GET', path: '/', weight: null }] as const;
  const service = commandService({ tiers: [server], calls, isCalled: true, chooseData: null });
  // What a person's own server gets.
  const timing = { ...defaultStackTiming, graceMs: 10_000 };
  const onEvent = (event: StackEvent) => void events.push(event);
  const request = stackRequest({ configuration, service, timing, onEvent });
  const stack = await startStack(request);
  onTestFinished(async () => {
    await stack.stop();
    rmSync(request.directory, { recursive: true, force: true });
  });
  expect(await (await fetch(stack.url)).text()).toBe('hello\n');
  const target = (await stack.fleet.groups()).find(({ kind }) => kind === 'web')?.instances[0];
  if (target === undefined) throw new Error('there is no copy');
  await injectInto(stack.injector, { experimentId: 'x', fault: 'terminate', target });
  const end = () => events.find((event) => event.kind === 'died');
  await eventually('it is gone', () => end() !== undefined);
  await eventually('it is known what became of its requests', () =>
    events.some((event) => event.kind === 'parted'),
  );
  const evidence = events.filter(evidenceOf(configuration.groups));
  const seen = { graceMs: timing.graceMs, disagreements: [], memory: [] };
  return { how: end()?.how, found: findingsOf(evidence, seen).map(({ kind }) => kind) };
}

const good = { how: 'exit code 0', found: [] };
const bad = { how: 'killed by SIGTERM', found: ['ends-at-once'] };

describe('examples/servers in Python', () => {
  it.each([
    ['good.py', good],
    ['bad.py', bad],
  ])('%s', async (name, seen) => {
    expect(await seenOf('python3', file(name))).toEqual(seen);
  });

  it('python3 -m http.server, which is told its port as an argument', async () => {
    const folder = temporaryDirectory();
    execFileSync('sh', ['-c', 'echo hello > index.html'], { cwd: folder });
    const args = ['-m', 'http.server', '{port}', '--bind', '127.0.0.1', '--directory', folder];
    expect(await seenOf('python3', ...args)).toEqual(bad);
  });
});

describe('examples/servers started by a shell', () => {
  it.each([
    // How the server behind the shell ended, no one but the shell was told.
    ['good.sh', { how: 'ended', found: [] }],
    ['bad.sh', bad],
  ])('%s', async (name, seen) => {
    expect(await seenOf(file(name))).toEqual(seen);
  });
});

/** `null`: it can. The standard library is compiled at the first time, which takes a minute. */
const whyNoGo = spawnSync('go', ['version']).status === 0 ? null : 'there is no Go on this machine';

describe('examples/servers in Go', () => {
  it.for<[name: string, seen: typeof good | typeof bad]>([
    ['good.go', good],
    ['bad.go', bad],
  ])('%s', { timeout: patience(180_000) }, async ([name, seen], context) => {
    if (whyNoGo !== null) return context.skip(whyNoGo);
    const program = join(temporaryDirectory(), 'server');
    execFileSync('go', ['build', '-o', program, file(name)], { timeout: patience(120_000) });
    expect(await seenOf(program)).toEqual(seen);
  });
});
