import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

function lineOf(input: object) {
  return usageLine(() => parseConfiguration(input, 'test'));
}
function withWeb(change: object) {
  return { groups: [{ kind: 'web', ...change }] };
}

describe('when, and whom, chaos may strike', () => {
  it('accepts overnight windows and a yearly leap day', () => {
    const { schedule } = parseConfiguration(
      { schedule: { from: '22:00', to: '06:00', holidays: ['02-29'] } },
      'night',
    );
    expect(schedule).toMatchObject({ windows: [{ from: '22:00', to: '06:00' }], holidays: ['02-29'] });
  });

  it('accepts a window of the whole day', () => {
    const { schedule } = parseConfiguration({ schedule: { from: '00:00', to: '24:00' } }, 'day');
    expect(schedule.windows).toEqual([{ from: '00:00', to: '24:00' }]);
  });

  it('accepts several windows a day, in any order', () => {
    const windows = [
      { from: '22:00', to: '02:00' },
      { from: '09:00', to: '11:00' },
    ];
    const { schedule } = parseConfiguration({ schedule: { windows } }, 'two');
    expect(schedule.windows).toEqual(windows.toReversed());
  });

  it('reads what is exempt', () => {
    const exempt = { zones: ['eu-central-1a'], instances: ['i-1'], tags: ['keep', 'team=a=b'] };
    expect(parseConfiguration(withWeb({ exempt }), 'exempt').groups[0]?.exempt).toEqual({
      zones: ['eu-central-1a'],
      instanceIds: ['i-1'],
      tags: [
        { key: 'keep', value: null },
        { key: 'team', value: 'a=b' },
      ],
    });
  });

  const morning = { from: '09:00', to: '11:00' };
  it.each([
    [{ windows: [] }, 'schedule.windows: There is no window; write at least one, such as 09:00 to 15:00'],
    [
      { windows: [morning], to: '12:00' },
      'schedule.windows: cannot be combined with from or to; write one or the other',
    ],
    [
      { windows: [morning, { from: '10:00', to: '12:00' }] },
      'schedule.windows: The window from 09:00 to 11:00 runs into the next one; join the two',
    ],
    [
      { timeZone: 'BST' },
      'schedule.timeZone: "BST" is not an IANA time zone: it would mean Asia/Dhaka; write a place, such as "Europe/London"',
    ],
    [
      { timeZone: 'Europe/Berlim' },
      'schedule.timeZone: "Europe/Berlim" is not an IANA time zone; did you mean "Europe/Berlin"?',
    ],
  ])('refuses %j', async (schedule, line) => {
    expect(await lineOf({ schedule })).toContain(line);
  });

  it('refuses an empty name of what is exempt', async () => {
    expect(await lineOf(withWeb({ exempt: { zones: [' '] } }))).toContain(
      'groups[0].exempt.zones[0]: " " is empty; write a zone, such as "eu-central-1a"',
    );
  });
});
