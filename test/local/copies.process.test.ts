/** What is found out about copies of a server by asking them and by looking at their memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import { memoryGrowth } from '@garbageday/core/report/memory-growth.ts';
import { commandService } from '@garbageday/local/command-service.ts';
import { watchMemory } from '@garbageday/local/stack/watch-memory.ts';
import { startStack } from '@garbageday/local/stack.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from './eventually.ts';
import { stackRequest } from './stack-request.ts';

/** `/total` is what was POSTed; the other pages differ from copy to copy, and from time to time, for good reasons. */
const totals = (read: string, write: string) => `
  const fs = require('node:fs');
  let own = 0;
  const startedAt = Math.floor(Date.now() / 1000);
  require('node:http').createServer((request, response) => {
    if (request.method === 'POST') { ${write}; return void response.end(); }
    const pages = { '/total': () => ${read}, '/pid': () => process.pid, '/since': () => startedAt, '/now': () => Math.floor(Date.now() / 1000), '/id': Math.random };
    response.end(String((pages[request.url] ?? (() => 'hello'))()));
  }).listen(Number(process.env.PORT));`;

const inMemory = totals('own', 'own += 1');
const inFile = totals(
  'fs.readFileSync(process.env.STORE).length',
  'fs.appendFileSync(process.env.STORE, "+")',
);

async function shop(source: string) {
  const folder = temporaryDirectory();
  const [file, store] = [join(folder, 'server.cjs'), join(folder, 'store')];
  writeFileSync(file, source);
  writeFileSync(store, '');
  const server = { program: process.execPath, args: [file], env: { STORE: store }, portVariable: 'PORT' };
  const path = (each: string) => ({ method: 'GET', path: each, weight: null }) as const;
  const service = commandService({
    tiers: [{ ...server, group: null, readyPath: null, dependsOn: [] }],
    calls: [
      path('/total'),
      path('/pid'),
      path('/since'),
      path('/now'),
      path('/id'),
      { ...path('/'), method: 'POST' },
    ],
    ...{ isCalled: true, chooseData: null },
  });
  const configuration = parseConfiguration(
    { groups: [{ kind: 'web' }, { kind: 'load-balancer' }] },
    'the test',
  );
  const request = stackRequest({ configuration, service });
  const stack = await startStack(request);
  onTestFinished(async () => {
    await stack.stop();
    rmSync(request.directory, { recursive: true, force: true });
  });
  return stack;
}

describe('copies that are asked the same', () => {
  it.each([
    ['each keep what they are told', inMemory, [{ group: 'web', path: '/total' }]],
    ['keep it in one place', inFile, []],
  ])('are compared when they %s', async (_what, source, found) => {
    const stack = await shop(source);
    const add = async (times: number) => {
      for (let time = 0; time < times; time += 1) await fetch(`${stack.url}/`, { method: 'POST' });
    };
    await add(7);
    const target = (await stack.fleet.groups()).find(({ kind }) => kind === 'web')?.instances[0];
    if (target === undefined) throw new Error('there is no copy');
    await injectInto(stack.injector, { experimentId: 'x', fault: 'power-cut', target });
    await eventually('it is gone', async () => !(await stack.fleet.groups()).every(isWhole));
    await eventually('all there again', async () => (await stack.fleet.groups()).every(isWhole));
    await add(1);
    const disagreements = await stack.disagreements();
    expect(disagreements.map(({ group, path }) => ({ group, path }))).toEqual(found);
    for (const { slots } of disagreements) expect(slots).toEqual(['web-a', 'web-b', 'web-c']);
  });
});

/** Two megabytes are used for each request. */
const using = (kept: string) => `
  const kept = [];
  const server = require('node:http').createServer((_, response) => {
    const used = Buffer.alloc(2_000_000, 1);
    ${kept};
    response.end(String(used.length));
  });
  server.listen(0, () => process.send(server.address().port));`;

async function portOf(child: ChildProcess): Promise<number> {
  const [port] = await once(child, 'message');
  return Number(port);
}

describe.runIf(process.platform === 'linux')('the memory of copies', () => {
  it.each([
    ['grows where each request is kept', 'kept.push(used)', true],
    ['does not where it is not', 'kept[0] = used', false],
  ])('%s', async (_what, kept, grows) => {
    // Behind a shell, as many are.
    const args = ['-c', '"$0" "$@"; true', process.execPath, '-e', using(kept)];
    const child = spawn('sh', args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
    const pid = child.pid ?? 0;
    onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
    const port = await portOf(child);
    const copy = { id: 'i-1', group: 'web', slot: 'web-a', port, pid };
    const watch = watchMemory(() => [copy], 100);
    onTestFinished(watch.stop);
    const untilMs = performance.now() + 8_500;
    while (performance.now() < untilMs) {
      await (await fetch(`http://127.0.0.1:${port}`)).text();
      await delay(40);
    }
    const [seen] = watch.seen();
    const growth = memoryGrowth(seen?.samples ?? [], { warmUpMs: 2_000, stretchMs: 500 });
    if (grows) expect(growth).toMatchObject({ overMs: expect.any(Number) });
    else expect(growth).toBe('none');
  });
});
