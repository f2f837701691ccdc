import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import { type Kill, planDays } from '@garbageday/core/schedule/plan-days.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

const monday = Date.UTC(2026, 10, 23, 8);
const everyDay = { meanDaysBetween: 1, minDaysBetween: 1 };
function plan(
  input: object,
  settings: {
    days?: number;
    kills?: readonly Kill[];
    salt?: string;
    supportedFaults?: ReadonlySet<FaultName>;
  } = {},
) {
  return planDays({
    configuration: parseConfiguration(input, 'test'),
    salt: settings.salt ?? 'salt',
    supportedFaults: settings.supportedFaults ?? localFaults,
    nowMs: monday,
    days: settings.days ?? 1,
    kills: settings.kills ?? [],
  });
}

function decisions(days: ReturnType<typeof planDays>) {
  return days.map(({ draws }) =>
    draws.map(({ draw, refusal }) => (draw.kind === 'spared' ? draw.reason : (refusal ?? 'kill'))),
  );
}

describe('planDays', () => {
  it('lets the first of the day through and refuses the rest by the daily cap', () => {
    const [day] = plan({ schedule: everyDay });
    const times = day?.draws.map(({ draw }) => (draw.kind === 'kill' ? draw.atMs : 0)) ?? [];
    const refusals = day?.draws.map(({ refusal }) => refusal) ?? [];
    expect(refusals.filter((refusal) => refusal === 'daily-cap')).toHaveLength(2);
    expect(refusals.indexOf(null)).toBe(times.indexOf(Math.min(...times)));
  });

  it('lets a disabled group use up nothing', () => {
    const groups = [{ kind: 'web', isEnabled: false }, { kind: 'data' }];
    expect(decisions(plan({ schedule: everyDay, groups }))).toEqual([['disabled', 'kill']]);
  });

  it('lets a group whose fault the platform does not support use up nothing', () => {
    const groups = [{ kind: 'web', fault: 'hang' }, { kind: 'data' }];
    const asked = { schedule: everyDay, groups };
    expect(decisions(plan(asked, { supportedFaults: ec2Faults }))).toEqual([['unsupported-fault', 'kill']]);
    expect(decisions(plan(asked)).flat()).not.toContain('unsupported-fault');
  });

  it('counts what was killed today already', () => {
    const kills = [{ group: 'load-balancer', atMs: Date.UTC(2026, 10, 23, 7) }];
    expect(decisions(plan({ schedule: { ...everyDay, from: '00:00' } }, { kills }))).toEqual([
      ['daily-cap', 'daily-cap', 'cooldown'],
    ]);
  });

  it('spares a group whose last kill is too recent', () => {
    const kills = [{ group: 'web', atMs: Date.UTC(2026, 10, 20, 14) }];
    const schedule = { meanDaysBetween: 3, minDaysBetween: 3 };
    expect(decisions(plan({ schedule, groups: [{ kind: 'web' }] }, { kills, days: 4 }))).toEqual([
      ['cooldown'],
      ['cooldown'],
      ['kill'],
      ['cooldown'],
    ]);
  });

  it('never lets more than the cap through, nor two kills of a group too close', () => {
    const settings = fc.record({ salt: fc.string(), maxPerDay: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(settings, ({ salt, maxPerDay }) => {
        const schedule = { meanDaysBetween: 2, minDaysBetween: 2, maxPerDay };
        const days = decisions(plan({ schedule }, { salt, days: 30 }));
        for (const day of days)
          expect(day.filter((one) => one === 'kill').length).toBeLessThanOrEqual(maxPerDay);
        const workdays = days.filter(([first]) => first !== 'no-workday');
        workdays.slice(1).forEach((day, index) => {
          day.forEach((one, group) => {
            if (one === 'kill') expect(workdays[index]?.[group]).not.toBe('kill');
          });
        });
      }),
      { numRuns: 30 },
    );
  }, 30_000);
});

describe('garbageday plan', () => {
  it('prints one line per day, and leaves nothing behind', async () => {
    const cwd = temporaryDirectory();
    const ran = await run(['plan', '--days', '7'], { cwd });
    const days = ran.stdout
      .split('\n')
      .filter((line) => /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) 2026-11-2\d /.test(line));
    expect([ran.code, ran.stderr, days.length]).toEqual([0, '', 7]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    {
      what: 'what the daily cap makes of the mean',
      schedule: {},
      line: 'With at most 1 a day, each of 3 groups is hit every 5.92 workdays on average, not every 5.',
    },
    {
      what: 'that a mean cannot be kept',
      schedule: { meanDaysBetween: 2 },
      line: 'every 2 cannot be kept: raise maxPerDay to 2, or meanDaysBetween to 3.',
    },
    {
      what: 'which mean can be kept, rounded up',
      schedule: { meanDaysBetween: 1.3, minDaysBetween: 1, maxPerDay: 3 },
      groups: ['a', 'b', 'c', 'd'].map((name) => ({ kind: 'web', name })),
      line: 'every 1.3 cannot be kept: raise maxPerDay to 4, or meanDaysBetween to 1.34.',
    },
  ])('says $what', async ({ schedule, groups, line }) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'cap.json'), JSON.stringify({ schedule, groups }));
    expect((await run(['plan', '--days', '1', '--config', 'cap.json'], { cwd })).stdout).toContain(line);
  });

  it('says nothing of the cap where it cannot bind', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'cap.json'), JSON.stringify({ schedule: { maxPerDay: 3 } }));
    const args = ['--days', '1', '--config', 'cap.json'];
    expect((await run(['plan', ...args], { cwd })).stdout).not.toContain('With at most');
    const { stdout } = await run(['plan', '--json', ...args], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ meanDaysBetween: 5, expectedMeanDays: 5 });
  });

  it('draws the same for the same seed, another for another', async () => {
    const cwd = temporaryDirectory();
    const seeds = ['a', 'a', 'b'].map((seed) =>
      run(['plan', '--json', '--days', '60', '--seed', seed], { cwd }),
    );
    const [first, again, other] = (await Promise.all(seeds)).map(({ stdout }) => JSON.parse(stdout).days);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });

  it('keeps every kill inside the window of its day', async () => {
    const cwd = temporaryDirectory();
    const schedule = {
      timeZone: 'Europe/Berlin',
      from: '22:00',
      to: '05:00',
      meanDaysBetween: 1,
      minDaysBetween: 1,
    };
    writeFileSync(join(cwd, 'night.json'), JSON.stringify({ schedule }));
    const { stdout } = await run(['plan', '--json', '--days', '30', '--config', 'night.json'], { cwd });
    const calendar = chaosCalendar(parseConfiguration({ schedule }, 'night').schedule);
    const { days } = JSON.parse(stdout);
    for (const { date, draws } of days) {
      const { fromMs, toMs } = calendar.spanOf(date);
      for (const draw of draws.filter(({ kind }: { kind: string }) => kind === 'kill')) {
        expect(Date.parse(draw.at)).toBeGreaterThanOrEqual(fromMs);
        expect(Date.parse(draw.at)).toBeLessThan(toMs);
      }
    }
  });

  it.each([
    ['--days 0', '--days: 0 is too small; write 1 to 366 days'],
    ['--days 367', '--days: 367 is too large; write 1 to 366 days'],
    ['--seed=', '--seed: is empty; write 1 to 64 characters'],
  ])('refuses %s', async (options, line) => {
    const ran = await run(['plan', ...options.split(' ')], { cwd: temporaryDirectory() });
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: ${line}\n`]);
  });
});
