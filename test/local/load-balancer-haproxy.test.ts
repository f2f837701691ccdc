import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findHaproxy } from '@garbageday/local/load-balancer/haproxy/find-haproxy.ts';
import { haproxyConfig } from '@garbageday/local/load-balancer/haproxy/haproxy-config.ts';
import { commandsBetween, parseServerStates } from '@garbageday/local/load-balancer/haproxy/runtime.ts';
import {
  assignSlots,
  noSlots,
  type Slots,
  slotCount,
} from '@garbageday/local/load-balancer/haproxy/slots.ts';
import { type Target, usualReadyCheck } from '@garbageday/local/load-balancer/load-balancer.ts';
import { startHaproxy } from '@garbageday/local/load-balancer/start-haproxy.ts';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';

const program = await findHaproxy(process.env['PATH'] ?? '');

function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'gd-haproxy-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function held(slots: Slots): readonly Target[] {
  return slots.flatMap((slot) => (slot.kind === 'held' ? [slot.target] : []));
}

function placeOf(slots: Slots, { port }: Target): number {
  return slots.findIndex((slot) => slot.kind === 'held' && slot.target.port === port);
}

const someTargets = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: slotCount })
  .map((ports) => ports.map((port) => ({ id: `i-${port}`, port })));

describe('slots', () => {
  it('hold exactly the targets, and nobody who stays is moved', () => {
    fc.assert(
      fc.property(fc.array(someTargets, { minLength: 1, maxLength: 6 }), (changes) => {
        let slots = noSlots;
        for (const targets of changes) {
          const next = assignSlots(slots, targets);
          expect([...held(next)].sort((a, b) => a.port - b.port)).toEqual(
            [...targets].sort((a, b) => a.port - b.port),
          );
          for (const target of held(slots).filter(({ port }) => targets.some((other) => other.port === port)))
            expect(placeOf(next, target)).toBe(placeOf(slots, target));
          slots = next;
        }
      }),
    );
  });

  it('a newcomer does not take the place that was just left, while there is another', () => {
    const before = assignSlots(noSlots, [{ id: 'i-1', port: 1 }]);
    const after = assignSlots(before, [{ id: 'i-2', port: 2 }]);
    expect(placeOf(after, { id: 'i-2', port: 2 })).not.toBe(placeOf(before, { id: 'i-1', port: 1 }));
  });

  it('a new port under an old id is a new target', () => {
    const before = assignSlots(noSlots, [{ id: 'i-1', port: 1 }]);
    expect(held(assignSlots(before, [{ id: 'i-1', port: 2 }]))).toEqual([{ id: 'i-1', port: 2 }]);
  });

  it('refuses more targets than there are', () => {
    const crowd = Array.from({ length: slotCount + 1 }, (_, port) => ({ id: `i-${port}`, port }));
    expect(() => assignSlots(noSlots, crowd)).toThrow(`HAProxy is prepared for ${slotCount} targets`);
  });

  it('setting the same targets again says nothing to HAProxy', () => {
    const slots = assignSlots(noSlots, [{ id: 'i-1', port: 1 }]);
    expect(commandsBetween(slots, assignSlots(slots, [{ id: 'i-1', port: 1 }]))).toEqual([]);
  });
});

/** From HAProxy 2.6.12, shortened: up, failed one check, stopping, drained, in maintenance, not yet checked. */
const states = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord
3 web 1 s1 127.0.0.1 2 4 1 1 1 15 3 2 6 0 0 0 - 33071 - 0 0
3 web 2 s2 127.0.0.1 2 0 1 1 1 8 2 1 6 0 0 0 - 33072 - 0 0
3 web 3 s3 127.0.0.1 3 4 1 1 1 16 4 2 6 0 0 0 - 33073 - 0 0
3 web 4 s4 127.0.0.1 2 8 1 1 1 15 3 2 6 0 0 0 - 33074 - 0 0
3 web 5 s5 127.0.0.1 0 5 1 1 1 1 0 0 14 0 0 0 - 1 - 0 0
3 web 6 s6 127.0.0.1 2 0 1 1 1 1 0 2 6 0 0 0 - 33076 - 0 0

`;

describe('the answer of the stats socket', () => {
  it('says who is in service', () => {
    const inService = parseServerStates(states).filter((state) => state.isInService);
    expect(inService.map(({ name, port }) => [name, port])).toEqual([
      ['s1', 33_071],
      ['s2', 33_072],
    ]);
  });

  it('says who is kept out by us', () => {
    const keptOut = parseServerStates(states).filter((state) => !state.isAllowed);
    expect(keptOut.map(({ name }) => name)).toEqual(['s4', 's5']);
  });

  it.each(['', '\n', 'No such backend.\n'])('holds nobody when it is %j', (text) => {
    expect(parseServerStates(text)).toEqual([]);
  });
});

describe('finding HAProxy', () => {
  const pretend = (output: string): string => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'haproxy'), `#!/bin/sh\necho '${output}'\n`);
    chmodSync(join(directory, 'haproxy'), 0o755);
    return directory;
  };

  it('takes the first one along the path that is new enough', async () => {
    const [old, broken, good] = [
      pretend('HA-Proxy version 1.8.30 2021/04/12'),
      pretend('Segmentation fault'),
      pretend('HAProxy version 3.0.2-1ubuntu1 2024/06/14 - https://haproxy.org/'),
    ];
    expect(await findHaproxy(`${old}:${broken}:${good}:`)).toEqual({
      path: join(good, 'haproxy'),
      version: '3.0.2',
    });
  });
});

describe.skipIf(program === null)('HAProxy itself', () => {
  it.each([
    usualReadyCheck,
    { path: '/health?deep=1#a\\b', accepts: '2xx' },
    { path: '/', accepts: 'below-500' },
  ] as const)('reads our configuration with %j without a warning', async (check) => {
    const directory = temporaryDirectory();
    const file = join(directory, 'lb.cfg');
    const slots = assignSlots(noSlots, [{ id: 'i-1', port: 8081 }]);
    writeFileSync(file, haproxyConfig({ port: 8080, statsSocket: join(directory, 'lb.sock'), slots, check }));
    const { stdout, stderr } = await promisify(execFile)(program?.path ?? '', ['-c', '-V', '-f', file]);
    expect(`${stdout}${stderr}`).toContain('Configuration file is valid');
    expect(`${stdout}${stderr}`).not.toMatch(/warning|alert/i);
  });

  it('is not started where its socket would have too long a path', async () => {
    if (program === null) return;
    const runtimeDirectory = join(tmpdir(), 'x'.repeat(100));
    await expect(startHaproxy({ program, port: 1, name: 'lb-a', runtimeDirectory })).rejects.toMatchObject({
      code: 'load-balancer-start',
    });
  });
});
