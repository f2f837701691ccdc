import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { type CommandTier, commandService } from '@garbageday/local/command-service.ts';
import type { LocalService } from '@garbageday/local/service.ts';
import { defaultStackTiming } from '@garbageday/local/stack/stack-options.ts';
import { startStack } from '@garbageday/local/stack.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from './eventually.ts';
import { stackRequest } from './stack-request.ts';

const listen = 'const { createServer } = require("node:http");';

const front = { method: 'GET', path: '/', weight: null } as const;

const usual = { group: null, env: {}, portVariable: 'PORT', readyPath: null, dependsOn: [] };

/** Typed after `--`. */
function typedServer(
  change: Partial<CommandTier> & Pick<CommandTier, 'program' | 'args'>,
  calls: Parameters<typeof commandService>[0]['calls'] = [front],
): LocalService {
  return commandService({ tiers: [{ ...usual, ...change }], calls, isCalled: true, chooseData: null });
}

type Change = Partial<CommandTier> & { readonly calls?: Parameters<typeof commandService>[0]['calls'] };

/** A server of these lines of CommonJS, started by Node; `{port}` may stand in `args`. */
function serverOf(lines: string, { calls, ...change }: Change = {}): LocalService {
  const file = join(temporaryDirectory(), 'server.cjs');
  writeFileSync(file, `${listen}\n${lines}\n`);
  return typedServer({ program: process.execPath, args: [file, '{port}'], ...change }, calls);
}

function withoutData({ groups, ...rest }: Configuration): Configuration {
  return { ...rest, groups: groups.filter(({ kind }) => kind !== 'data') };
}

function requestFor(service: LocalService, startTimeoutMs = defaultStackTiming.startTimeoutMs) {
  const events: StackEvent[] = [];
  const request = stackRequest({ service, onEvent: (event) => events.push(event) });
  const timing = { ...defaultStackTiming, startTimeoutMs: patience(startTimeoutMs) };
  return { events, request: { ...request, timing, configuration: withoutData(request.configuration) } };
}

async function booted(service: LocalService) {
  const { request, events } = requestFor(service);
  const stack = await startStack(request);
  onTestFinished(async () => {
    await stack.stop();
    rmSync(request.directory, { recursive: true, force: true });
  });
  return { stack, events, directory: request.directory };
}

/** The line that a person reads when it does not come up. */
async function refusalOf(service: LocalService, startTimeoutMs?: number): Promise<string> {
  const { request } = requestFor(service, startTimeoutMs);
  const error = await startStack(request).then(
    () => new Error('it started'),
    (reason: Error) => reason,
  );
  rmSync(request.directory, { recursive: true, force: true });
  expect(error).toBeInstanceOf(UsageError);
  return error.message;
}

const answersWithItsPid =
  'createServer((_, r) => r.end(String(process.pid))).listen(Number(process.env.PORT));';

describe('a stack of a command', () => {
  it('runs copies that are told their ports, without data, and replaces one that is terminated', async () => {
    const { stack, events, directory } = await booted(
      serverOf(`${answersWithItsPid} console.log("port", process.env.PORT, process.argv[2]);`),
    );
    expect(stack.platform.data).toBe('no data tier');
    expect((await stack.fleet.groups()).map(({ kind }) => kind).toSorted()).toEqual(['load-balancer', 'web']);
    expect(await stack.audit.countStored()).toBeNull();
    const [, variable, argument] = readFileSync(join(directory, 'logs', 'web-a.log'), 'utf8')
      .trim()
      .split(' ');
    expect(variable).toMatch(/^\d+$/);
    expect(argument).toBe(variable);
    process.kill(Number(await (await fetch(stack.url)).text()), 'SIGTERM');
    await eventually('a copy in its place', () =>
      events.some((event) => event.kind === 'launched' && event.replaces !== null),
    );
    await eventually('all there again', async () => (await stack.fleet.groups()).every(isWhole));
    expect((await fetch(stack.url)).status).toBe(200);
  });

  it('starts a shell and ends what the shell has started', async () => {
    const file = join(temporaryDirectory(), 'server.cjs');
    writeFileSync(file, `${listen} ${answersWithItsPid}`);
    const args = ['-c', `"${process.execPath}" "${file}"; echo over`];
    const { stack } = await booted(typedServer({ program: 'sh', args }));
    const pid = Number(await (await fetch(stack.url)).text());
    await stack.stop();
    await eventually('the server behind the shell is gone', () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  it('says so when a copy that was told to go still calls itself ready', async () => {
    const { stack, events } = await booted(serverOf(`${answersWithItsPid} process.on("SIGTERM", () => {});`));
    const [group] = (await stack.fleet.groups()).filter(({ kind }) => kind === 'web');
    const target = group?.instances[0];
    if (target === undefined) throw new Error('there is no copy');
    await injectInto(stack.injector, { experimentId: 'x', fault: 'terminate', target });
    await eventually('it is found out', () => events.some(({ kind }) => kind === 'still-ready'));
    await eventually('it is killed in the end', () =>
      events.some((event) => event.kind === 'died' && event.how === 'killed by SIGKILL'),
    );
  });

  it.each([
    ['cut by one that exits at once', 'process.exit(0)', { answered: 0, cut: 3 }],
    ['answered by one that finishes', 'server.close(() => process.exit(0))', { answered: 3, cut: 0 }],
  ])('sees that what is under way at SIGTERM is %s', async (_what, onTerminate, witnessed) => {
    const { stack, events } = await booted(
      serverOf(
        `const server = createServer((q, r) => setTimeout(() => r.end(), q.url === "/ok" ? 0 : 400));
        server.listen(Number(process.env.PORT));
        process.on("SIGTERM", () => ${onTerminate});`,
        { readyPath: '/ok' },
      ),
    );
    const [group] = (await stack.fleet.groups()).filter(({ kind }) => kind === 'web');
    const target = group?.instances[0];
    if (target === undefined) throw new Error('there is no copy');
    await injectInto(stack.injector, { experimentId: 'x', fault: 'terminate', target });
    await eventually('it is seen', () => events.some(({ kind }) => kind === 'parted'));
    expect(events.find(({ kind }) => kind === 'parted')).toMatchObject(witnessed);
  });

  it.each([
    ['that SIGTERM ends', '', { answered: 0, cut: 3 }],
    ['that finishes', 'process.on("SIGTERM", () => server.close());', { answered: 3, cut: 0 }],
  ])("does not take a shell's end for that of a server %s", async (_what, onTerminate, witnessed) => {
    const file = join(temporaryDirectory(), 'server.cjs');
    const lines = `const server = createServer((q, r) => setTimeout(() => r.end(), q.url === "/ok" ? 0 : 400));
      server.listen(Number(process.env.PORT)); ${onTerminate}`;
    writeFileSync(file, `${listen}\n${lines}\n`);
    const args = ['-c', `"${process.execPath}" "${file}"; echo over`];
    const { stack, events } = await booted(typedServer({ program: 'sh', args, readyPath: '/ok' }));
    const target = (await stack.fleet.groups()).find(({ kind }) => kind === 'web')?.instances[0];
    if (target === undefined) throw new Error('there is no copy');
    await injectInto(stack.injector, { experimentId: 'x', fault: 'terminate', target });
    await eventually('it is seen', () => events.some(({ kind }) => kind === 'parted'));
    await eventually('it is gone', () => events.some(({ kind }) => kind === 'died'));
    expect(events.find(({ kind }) => kind === 'parted')).toMatchObject(witnessed);
    expect(events.find(({ kind }) => kind === 'died')).toMatchObject({ how: 'ended' });
  });

  it.each<[what: string, lines: string, change: Parameters<typeof serverOf>[1], line: RegExp]>([
    [
      'ends',
      'throw new Error("no database");',
      {},
      /ended \(exit code 1\) before it listened on its port \(PORT=\d+\); its log ends: Error: no database \(/,
    ],
    [
      'takes a port that is taken',
      'createServer().listen(Number(process.env.PORT), () => createServer().listen(Number(process.env.PORT)));',
      {
        program: process.execPath,
        args: [
          '-e',
          `${listen} const a = createServer().listen(0, () => createServer().listen(a.address().port));`,
        ],
      },
      /let it listen on the port in PORT, name another variable with --port-env, or write \{port\} into the command; its log ends: Error: listen EADDRINUSE/,
    ],
    [
      'has a path that is not there',
      'createServer((q, r) => { r.statusCode = q.url === "/" ? 200 : 404; r.end(); }).listen(Number(process.env.PORT));',
      { calls: [{ ...front, path: '/nowhere' }] },
      /^GET \/nowhere is answered with status 404, .*--path/,
    ],
  ])('is refused where a copy %s', async (_what, lines, change, line) => {
    expect(await refusalOf(serverOf(lines, change))).toMatch(line);
  });

  it('is refused where a copy listens somewhere else, and says where', async () => {
    const message = await refusalOf(serverOf('createServer().listen(0);'), 3_000);
    expect(message).toMatch(/has not listened on the port it was given \(PORT=\d+\) within [\d.]+ s/);
    if (process.platform === 'linux') expect(message).toMatch(/; it listens on \d+ instead: let it listen/);
  });

  it('is refused where a copy never says that it is ready', async () => {
    const lines =
      'createServer((_, r) => { r.statusCode = 503; r.end(); }).listen(Number(process.env.PORT));';
    expect(await refusalOf(serverOf(lines, { readyPath: '/healthz' }), 3_000)).toMatch(
      /listens, but is not ready after [\d.]+ s: GET \/healthz gets status 503, and a status of 2xx is wanted; name another path with --ready/,
    );
  });
});
