/** Several tiers of real processes, each behind load balancers of its own. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { commandService } from '@garbageday/local/command-service.ts';
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

const sources = {
  // It ends when what it depends on is not there yet, as many do.
  front: `const { createServer, get } = require('node:http');
    get(process.env.STOCK_URL, (answer) => {
      if (answer.statusCode !== 200) process.exit(1);
      createServer((_, response) => {
        get(process.env.API, (inner) => inner.pipe(response)).on('error', () => response.writeHead(502).end());
      }).listen(Number(process.env.PORT));
    }).on('error', () => process.exit(1));`,
  stock: `require('node:http').createServer((request, response) => response.end(request.url + ' ' + process.pid))
    .listen(Number(process.argv[2]));`,
};

function tiers(stock: object = {}, front: object = {}) {
  const folder = temporaryDirectory();
  for (const [name, source] of Object.entries(sources)) writeFileSync(join(folder, `${name}.cjs`), source);
  return [
    {
      ...{
        kind: 'web',
        name: 'front',
        dependsOn: ['stock'],
        env: { API: '{url:stock}/api' },
        desiredSize: 2,
      },
      ...{ command: [process.execPath, join(folder, 'front.cjs')], ...front },
    },
    {
      ...{ kind: 'web', name: 'stock', ready: '/healthz', desiredSize: 2 },
      ...{ command: [process.execPath, join(folder, 'stock.cjs'), '{port}'], ...stock },
    },
    { kind: 'load-balancer', desiredSize: 2 },
  ];
}

function requestFor(groups: readonly object[], startTimeoutMs: number) {
  const configuration = parseConfiguration({ groups }, 'the test');
  const [front, ...others] = configuration.groups.flatMap(({ name, server }) =>
    server === undefined ? [] : [{ ...server, group: name }],
  );
  if (front === undefined) throw new Error('no group has a command');
  const calls = [{ method: 'GET', path: '/', weight: null }] as const;
  const service: LocalService = commandService({
    tiers: [front, ...others],
    ...{ calls, isCalled: true, chooseData: null },
  });
  const events: StackEvent[] = [];
  const timing = { ...defaultStackTiming, startTimeoutMs: patience(startTimeoutMs) };
  const environment = { ...process.env, STOCK_URL: 'http://127.0.0.1:1' };
  const onEvent = (event: StackEvent) => void events.push(event);
  return { events, request: stackRequest({ configuration, service, environment, timing, onEvent }) };
}

/** The line that a person reads when it does not come up. */
async function refusalOf(groups: readonly object[]): Promise<string> {
  const { request } = requestFor(groups, 1_500);
  const error = await startStack(request).then(
    () => new Error('it started'),
    (reason: Error) => reason,
  );
  rmSync(request.directory, { recursive: true, force: true });
  expect(error).toBeInstanceOf(UsageError);
  return error.message;
}

describe('a stack of several tiers', () => {
  it('starts them one after the other, tells each where the other is, and loses and replaces a copy of each', async () => {
    const { request, events } = requestFor(tiers(), 10_000);
    const stack = await startStack(request);
    onTestFinished(async () => {
      await stack.stop();
      rmSync(request.directory, { recursive: true, force: true });
    });
    const atMs = (kind: StackEvent['kind'], group: string) =>
      events.flatMap((event) =>
        event.kind === kind && 'instance' in event && event.instance.group === group ? [event.atMs] : [],
      );
    expect(Math.min(...atMs('launched', 'front'))).toBeGreaterThanOrEqual(
      Math.min(...atMs('serving', 'stock')),
    );
    expect(await (await fetch(stack.url)).text()).toMatch(/^\/api \d+$/);
    const groups = await stack.fleet.groups();
    expect(groups.map(({ name, desiredSize }) => [name, desiredSize])).toEqual([
      ['load-balancer', process.platform === 'linux' ? 2 : 1],
      ['front', 2],
      ['stock', 2],
    ]);
    for (const [index, name] of ['stock', 'front'].entries()) {
      const target = groups.find((group) => group.name === name)?.instances[0];
      if (target === undefined) throw new Error('there is no copy');
      await injectInto(stack.injector, { experimentId: `${index}`, fault: 'terminate', target });
      await eventually(`a copy of ${name} in its place`, () =>
        events.some((event) => event.kind === 'launched' && event.replaces === target.id),
      );
      await eventually('all there again', async () => (await stack.fleet.groups()).every(isWhole));
      expect((await fetch(stack.url)).status).toBe(200);
    }
  });

  it.each<[what: string, groups: () => readonly object[], line: RegExp]>([
    [
      'ends',
      () => tiers({ command: [process.execPath, '-e', 'throw new Error("no disk")'] }),
      /^group "stock": `.*` ended \(exit code 1\) before it listened on its port \(PORT=\d+\); its log ends: Error: no disk \(/,
    ],
    [
      'of which others wait ends later',
      () => tiers({}, { command: [process.execPath, '-e', 'process.exit(3)'] }),
      /^group "front": `.*` ended \(exit code 3\) before it listened on its port \(PORT=\d+\); its log is empty/,
    ],
    [
      'never listens',
      () => tiers({ command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'] }),
      /^group "stock": `.*` has not listened on the port it was given \(PORT=\d+\) within [\d.]+ s: let it listen on the port in PORT, name another variable with portEnv, or write \{port\} into its command; /,
    ],
    [
      'ignores its port',
      () => tiers({ command: [process.execPath, '-e', 'require("node:http").createServer().listen(0)'] }),
      /^group "stock": .* within [\d.]+ s; it listens on \d+ instead: let it listen on the port in PORT, /,
    ],
    [
      'is never ready',
      () =>
        tiers({
          command: [
            process.execPath,
            '-e',
            'require("node:http").createServer((_, r) => r.writeHead(503).end()).listen(Number(process.env.PORT))',
          ],
        }),
      /^group "stock": .* listens, but is not ready after [\d.]+ s: GET \/healthz gets status 503, and a status of 2xx is wanted; name another path as its ready, or see /,
    ],
  ])('is refused where a tier %s', async (_what, groups, line) => {
    const message = await refusalOf(groups());
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });
});
