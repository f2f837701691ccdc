import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { Group, GroupKind, Instance } from '@garbageday/core/chaos/fleet.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { findHaproxy } from '@garbageday/local/load-balancer/haproxy/find-haproxy.ts';
import { defaultStackTiming, type StackOptions } from '@garbageday/local/stack/stack-options.ts';
import { type Stack, startStack } from '@garbageday/local/stack.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { collect } from '../contract/collect.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from './eventually.ts';
import { writePretendMongod } from './fixtures/pretend-mongod.ts';
import { only } from './only-journey.ts';
import { childrenOf } from './processes-of.ts';
import { fewerUsers, stackRequest, withWebServer } from './stack-request.ts';

const haproxy = await findHaproxy(process.env['PATH'] ?? '');

async function booted(changes: Partial<StackOptions> = {}) {
  const events: StackEvent[] = [];
  const options = stackRequest({ onEvent: (event) => events.push(event), ...changes });
  const stack = await startStack(options);
  onTestFinished(async () => {
    await stack.stop();
    rmSync(options.directory, { recursive: true, force: true });
  });
  return { stack, options, events };
}

/** What became of a start that must fail; nothing may be left of it. */
async function refusalOf(changes: Partial<StackOptions>): Promise<Error> {
  const options = stackRequest(changes);
  const error = await startStack(options).then(
    () => new Error('it started'),
    (reason: Error) => reason,
  );
  await nothingRuns();
  expect(existsSync(options.runtimeDirectory)).toBe(false);
  rmSync(options.directory, { recursive: true, force: true });
  return error;
}

/** esbuild's process is told to go, and takes a moment; all others are gone when a stack says so. */
async function nothingRuns(): Promise<void> {
  const others = childrenOf(process.pid).filter((line) => !line.includes('esbuild'));
  expect(others).toEqual([]);
  await eventually('no process left', () => childrenOf(process.pid).length === 0, 2_000);
}

function whole(stack: Stack): Promise<readonly Group[]> {
  return eventually(
    'every group whole',
    async () => {
      const groups = await stack.fleet.groups();
      return groups.every(isWhole) && groups;
    },
    30_000,
  );
}

function living(groups: readonly Group[], kind: GroupKind): readonly Instance[] {
  return groups
    .filter((group) => group.kind === kind)
    .flatMap(({ instances }) => instances.filter(({ state }) => state === 'running'));
}

function primaryOf(groups: readonly Group[]): Instance {
  const primary = living(groups, 'data').find(({ role }) => role === 'primary');
  if (primary === undefined) throw new Error('there is no primary');
  return primary;
}

async function gone(stack: Stack, target: Instance): Promise<void> {
  await eventually('the target let go of', async () =>
    (await stack.fleet.groups())
      .flatMap(({ instances }) => instances)
      .every(({ id, isInService }) => id !== target.id || !isInService),
  );
}

describe('the stack', () => {
  it.each([
    ['embedded', 'embedded load balancer'],
    ...(haproxy === null ? [] : [['haproxy', `HAProxy ${haproxy.version}`] as const]),
  ] as const)(
    'survives a web server and its primary, and then a load balancer, with %s',
    async (lb, label) => {
      const { stack, options, events } = await booted({ lb, configuration: fewerUsers });
      expect(stack.platform).toEqual({ lb: label, data: 'mongolite (embedded stand-in, not MongoDB)' });
      const slices: Slice[] = [];
      const users = await only(stack, 'load', (slice) => slices.push(slice));
      const probe = await only(stack, 'judge', (slice) => slices.push(slice));
      const groups = await whole(stack);
      expect(primaryOf(groups).slot).toBe('data-a');

      const [web] = living(groups, 'web');
      const [balancer] = living(groups, 'load-balancer');
      if (web === undefined || balancer === undefined) throw new Error('nobody to hit');
      for (const target of [web, primaryOf(groups)]) {
        await injectInto(stack.injector, { experimentId: target.slot, fault: 'power-cut', target });
        await gone(stack, target);
        await whole(stack);
      }
      const beforeTheLast = users.totals();
      // Of this process, which is the test's too, nothing can be said.
      const peakBytes = (stack.residentBytes() ?? 0) - process.memoryUsage().rss;
      await injectInto(stack.injector, { experimentId: 'lb', fault: 'power-cut', target: balancer });
      await gone(stack, balancer);
      const after = await whole(stack);
      expect(primaryOf(after).slot).toBe('data-a');
      expect(living(after, 'data').map(({ id }) => id)).not.toContain(primaryOf(groups).id);

      await eventually('enough users asked', () => users.totals().sent > 500, 30_000);
      const totals = await users.stop();
      const probed = await probe.stop();
      console.log(
        `${stack.platform.lb}: ready ${Math.round(stack.readyMs)} ms, ${Math.round(peakBytes / 1e6)} MB without the supervisor, ` +
          `users ${JSON.stringify(totals)} (before the load balancer's death ${JSON.stringify(beforeTheLast)}), probe ${JSON.stringify(probed)}, errors ${JSON.stringify(slices.flatMap(({ journey, errors }) => errors.map((error) => [journey, ...error])))}`,
      );
      expect(beforeTheLast).toMatchObject({ failed: 0, retried: 0 });
      // Of the users whose connection died with its load balancer, one may reach it a second time on a busy machine.
      expect(totals.failed).toBeLessThanOrEqual(2);
      const unsaid = ((await stack.audit.countStored()) ?? Number.NaN) - totals.acknowledged;
      expect(unsaid).toBeGreaterThanOrEqual(0);
      expect(unsaid).toBeLessThanOrEqual(totals.failed);
      // Whether it stays under 900 MB is measured by bench/storm.ts: a crowded machine collects garbage late.
      expect(peakBytes).toBeGreaterThan(100e6);
      expect(peakBytes).toBeLessThan(2e9);

      const query = {
        service: options.configuration.service,
        journey: 'users',
        fromMs: 0,
        toMs: Date.now(),
        pageSize: 50,
      };
      const kept = (await collect(stack.ledger.slices(query))).flat();
      expect(kept).toEqual(slices.filter(({ journey }) => journey === 'users'));
      expect(kept.reduce((sum, slice) => sum + slice.availability.total, 0)).toBe(totals.sent);

      for (const kind of [
        'launched',
        'serving',
        'in-service',
        'out-of-service',
        'died',
        'whole',
        'ready',
      ] as const)
        expect(events.map((event) => event.kind)).toContain(kind);
      expect(events).toContainEqual(expect.objectContaining({ kind: 'primary-elected', slot: 'data-a' }));

      const fromMs = performance.now();
      await Promise.all([stack.stop(), stack.stop()]);
      expect(performance.now() - fromMs).toBeLessThan(patience(2_000));
      expect(existsSync(options.runtimeDirectory)).toBe(false);
    },
  );

  it('runs a mongod, which has no channel to us, with mongod’s flags, and replaces it', async () => {
    const path = join(temporaryDirectory(), 'mongod');
    writePretendMongod(path, '7.0.14');
    const environment = { ...process.env, GARBAGEDAY_MONGOD: path };
    const { stack, options } = await booted({ data: 'auto', environment });
    expect(stack.platform.data).toBe('MongoDB 7.0.14');
    const target = primaryOf(await whole(stack));
    await injectInto(stack.injector, { experimentId: 'e', fault: 'terminate', target });
    await gone(stack, target);
    const after = primaryOf(await whole(stack));
    expect([after.slot, after.id === target.id]).toEqual(['data-a', false]);
    await stack.stop();
    await nothingRuns();
    expect(existsSync(options.runtimeDirectory)).toBe(false);
  });

  it('gives the same instances for the same seed', async () => {
    const ids = async (seed: string) => {
      const { stack } = await booted({ seed });
      const groups = await whole(stack);
      await stack.stop();
      return groups.flatMap(({ instances }) =>
        instances.map(({ id, slot, zone }) => `${slot} ${zone} ${id}`),
      );
    };
    const first = await ids('one');
    expect(first).toHaveLength(8);
    expect(await ids('one')).toEqual(first);
  });

  it('kills, replaces and measures though everybody who listens fails', async () => {
    const warnings: string[] = [];
    const warned = (warning: Error) => void warnings.push(warning.message);
    process.on('warning', warned);
    onTestFinished(() => void process.off('warning', warned));
    const fail = (): never => {
      throw new Error('nobody listens');
    };
    const { stack } = await booted({ onEvent: fail });
    const probe = await only(stack, 'judge', fail);
    const [target] = living(await whole(stack), 'web');
    if (target === undefined) throw new Error('nobody to hit');
    await injectInto(stack.injector, { experimentId: 'e', fault: 'terminate', target });
    await gone(stack, target);
    await whole(stack);
    await eventually('what was measured', () => probe.totals().sent > 0);
    expect(warnings).toContain('nobody listens');
  });

  it('lets a hung web server and a hung primary come back by themselves when the lease ends', async () => {
    const { stack } = await booted({ timing: { ...defaultStackTiming, leaseMs: 3_000 } });
    const users = await only(stack, 'load', () => {});
    const groups = await whole(stack);
    const [web] = living(groups, 'web');
    if (web === undefined) throw new Error('nobody to hit');
    for (const target of [web, primaryOf(groups)]) {
      await injectInto(stack.injector, { experimentId: target.slot, fault: 'hang', target });
      await gone(stack, target);
      const after = await whole(stack);
      expect(living(after, target.group === 'web' ? 'web' : 'data').map(({ id }) => id)).toContain(target.id);
    }
    const totals = await users.stop();
    expect(totals.failed).toBe(0);
    expect(await stack.audit.countStored()).toBe(totals.acknowledged);
  });

  it('reports a probe that dies, and does not restart it', async () => {
    const { stack, events } = await booted();
    const probe = await only(stack, 'judge', () => {});
    process.kill(probe.pid, 'SIGKILL');
    await eventually('reported', () => events.some(({ kind }) => kind === 'prober-died'));
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'prober-died', journey: 'probe', how: 'killed by SIGKILL' }),
    );
    expect(childrenOf(process.pid).filter((line) => line.includes('journey.mjs probe'))).toEqual([]);
    expect(await probe.stop()).toEqual(probe.totals());
  });
});

describe('a stack that cannot start', () => {
  it('names the port that is in use, and the mend', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await refusalOf({ port });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe(
      `port ${port} on 127.0.0.1 is in use by another program; choose another with --port, or 0 for any`,
    );
  });

  it('says where it looked for the mongod that was asked for', async () => {
    const error = await refusalOf({ data: 'mongod', environment: { PATH: '', HOME: '/nonexistent' } });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/no working mongod was found .*--data mongolite/);
  });

  it('says when GARBAGEDAY_MONGOD is no mongod', async () => {
    const error = await refusalOf({ data: 'auto', environment: { GARBAGEDAY_MONGOD: '/bin/true' } });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/GARBAGEDAY_MONGOD is \/bin\/true/);
  });

  it('refuses a damaged ledger before it starts anything', async () => {
    const options = stackRequest();
    writeFileSync(join(options.directory, 'ledger.sqlite'), 'not a ledger\n'.repeat(400));
    const error = await refusalOf(options);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/ledger\.sqlite is damaged/);
  });

  it('fails at once when a program does not build', async () => {
    const options = stackRequest();
    const broken = join(options.directory, 'broken.ts');
    writeFileSync(broken, 'import "./missing.ts";');
    const error = await refusalOf(withWebServer(options, broken));
    expect(error.message).toMatch(/missing\.ts/);
  });

  it('gives up in time, and says what died last and where the logs are', async () => {
    const options = stackRequest({ timing: { ...defaultStackTiming, startTimeoutMs: 4_000 } });
    const dying = join(options.directory, 'dying.ts');
    writeFileSync(dying, 'process.exit(7);');
    const error = await refusalOf(withWebServer(options, dying));
    expect(error.message).toMatch(
      /^not ready within 4 s \(web-[abc]: exit code 7\); the logs in .*logs say more$/,
    );
  });
});
