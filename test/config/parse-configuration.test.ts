import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const slo = { journey: 'users', sli: 'availability', objective: 0.999 };
function withSlo(change: object) {
  return { slos: [{ ...slo, ...change }] };
}
function withWeb(change: object) {
  return { groups: [{ kind: 'web', ...change }] };
}
function withData(change: object) {
  return { groups: [{ kind: 'data', ...change }] };
}

const aWindow = 'write rolling days, "1d" to "400d", or a calendar window: "1D", "1W", "1M", "1Q" or "1Y"';

const oneTarget =
  'an experiment hits one instance at a time; delete this key, and for more experiments raise schedule.maxPerDay';

const badInputs: Record<string, readonly [input: unknown, line: string]> = {
  'a number instead of an object': [3, '3 is not an object'],
  'null instead of an object': [null, 'null is not an object'],
  'a list instead of an object': [[], '[] is not an object'],
  'a list where an object belongs': [{ users: [] }, 'users: [] is not an object'],
  'an object where a list belongs': [{ groups: {} }, 'groups: {} is not a list'],
  'an unknown key with a near one': [{ slo: [] }, 'slo: unknown key; did you mean "slos"?'],
  'an unknown key far from all': [
    { xyzzy: 1 },
    'xyzzy: unknown key; known: service, mode, schedule, groups, users, probe, journeys, audit, slos, composites, exclusions, budget, slack, annotations',
  ],
  'a nested unknown key': [
    withWeb({ hypothesis: { maxBadProbs: 1 } }),
    'groups[0].hypothesis.maxBadProbs: unknown key; did you mean "maxBadProbes"?',
  ],
  "a key of core's, with its unit": [
    withWeb({ hypothesis: { maxP99Ms: 1000 } }),
    'groups[0].hypothesis.maxP99Ms: unknown key; did you mean "maxP99"?',
  ],
  'a fault that lasts too long': [
    withWeb({ fault: 'hang', faultDuration: '2h' }),
    'groups[0].faultDuration: 2h is too long; write 1s to 1h',
  ],
  'a number of targets': [withWeb({ count: 2 }), `groups[0].count: ${oneTarget}`],
  'a share of a group': [withData({ percent: 50 }), `groups[0].percent: ${oneTarget}`],
  'an unknown key that is no identifier': [
    { 'a\nb': 1 },
    '["a\\nb"]: unknown key; known: service, mode, schedule, groups, users, probe, journeys, audit, slos, composites, exclusions, budget, slack, annotations',
  ],
  'a misspelt key before the missing one': [
    { slos: [{ journey: 'users', sli: 'latency', objectve: 0.9 }] },
    'slos[0].objectve: unknown key; did you mean "objective"?',
  ],
  'a missing key': [
    { slos: [{ journey: 'users', sli: 'latency' }] },
    'slos[0].objective: is missing; write a number',
  ],
  'a missing choice': [
    { groups: [{}] },
    'groups[0].kind: is missing; write one of: web, data, load-balancer',
  ],
  'a misspelt choice': [{ mode: 'armd' }, 'mode: "armd" is unknown; did you mean "armed"?'],
  'a far choice': [{ mode: 'loud' }, 'mode: "loud" is unknown; known: dry-run, armed'],
  'objective as a percentage': [
    withSlo({ objective: '99.9%' }),
    'slos[0].objective: "99.9%" is a string; write the ratio 0.999',
  ],
  'objective as a percentage without its sign': [
    withSlo({ objective: 99.95 }),
    'slos[0].objective: 99.95 is not a ratio; write 0.9995',
  ],
  'objective 1': [
    withSlo({ objective: 1 }),
    'slos[0].objective: 1 leaves no error budget, so the first failure would break it for good; write 0.999, for example',
  ],
  'objective 0': [
    withSlo({ objective: 0 }),
    'slos[0].objective: 0 would be kept by a service that never answers; write 0.999, for example',
  ],
  'objective below 0': [
    withSlo({ objective: -0.5 }),
    'slos[0].objective: -0.5 is not a ratio between 0 and 1; write 0.999, for example',
  ],
  'objective NaN': [withSlo({ objective: Number.NaN }), 'slos[0].objective: NaN is not a number'],
  'a window of two months': [withSlo({ window: '2M' }), `slos[0].window: "2M" is not a window; ${aWindow}`],
  'a window longer than slices are kept': [
    withSlo({ window: '401d' }),
    `slos[0].window: "401d" is not a window; ${aWindow}`,
  ],
  'an objective so low that no alert could fire': [
    withSlo({ objective: 0.9 }),
    'slos[0].objective: 0.9 is so low that no failure over 30d could ever page; write 0.9306 or more, or a shorter window',
  ],
  'no objective of the probe': [
    { slos: [slo] },
    'slos: no objective measures a judge ("probe"), whose error budget pays for chaos; add one',
  ],
  'no objectives at all': [{ slos: [] }, 'slos: is empty; write at least one objective'],
  'two objectives of one name': [
    { slos: [slo, slo] },
    'slos[1].name: "users: availability" is already the name of an earlier objective; give each its own name',
  ],
  'users rate 0': [
    { users: { ratePerSecond: 0 } },
    'users.ratePerSecond: 0 is too small; write 1 to 5,000 requests a second',
  ],
  'users rate 10⁹': [
    { users: { ratePerSecond: 1e9 } },
    'users.ratePerSecond: 1000000000 is too large; write 1 to 5,000 requests a second',
  ],
  'users rate as a text': [
    { users: { ratePerSecond: '200' } },
    'users.ratePerSecond: "200" is a string; write 200 without quotes',
  ],
  'probe rate 0': [
    { probe: { ratePerSecond: 0 } },
    'probe.ratePerSecond: 0 is too small; write 0.1 to 1,000 probes a second',
  ],
  'probe rate above its bound': [
    { probe: { ratePerSecond: 1001 } },
    'probe.ratePerSecond: 1001 is too large; write 0.1 to 1,000 probes a second',
  ],
  'coverage that would pass on missing data': [
    { probe: { minCoverage: 0 } },
    'probe.minCoverage: 0 is too small; write 0.5 to 1',
  ],
  'a threshold that the timeout cuts off': [
    { probe: { timeout: '1s', latencyThreshold: '2s' } },
    'probe.latencyThreshold: 2000 ms is longer than timeout 1000 ms; write that or less',
  ],
  'a duration without its unit': [
    { probe: { timeout: '5' } },
    'probe.timeout: "5" is not a duration; write its unit: "5ms", "5s", "5m" or "5h"',
  ],
  'a duration as a bare number': [
    { probe: { timeout: 5000 } },
    'probe.timeout: 5000 is a bare number; write its unit: "5000ms", "5000s", "5000m" or "5000h"',
  ],
  'a duration with a fraction': [
    { probe: { timeout: '1.5s' } },
    'probe.timeout: "1.5s" is not a duration; write a whole number in a smaller unit, such as "1500ms" for 1.5 s',
  ],
  'a duration in words': [
    { probe: { timeout: 'soon' } },
    'probe.timeout: "soon" is not a duration; write a whole number and its unit, such as "300ms", "90s", "2m" or "1h"',
  ],
  'a duration out of bounds': [
    { probe: { timeout: '1h' } },
    'probe.timeout: 1h is too long; write 100ms to 60s',
  ],
  'a share as a percentage': [
    { budget: { reserve: '20%' } },
    'budget.reserve: "20%" is a string; write the ratio 0.2',
  ],
  'a share above 1': [{ budget: { reserve: 20 } }, 'budget.reserve: 20 is too large; write 0 to 1'],
  'a time zone with a typo': [
    { schedule: { timeZone: 'Europe/Berln' } },
    'schedule.timeZone: "Europe/Berln" is not an IANA time zone; did you mean "Europe/Berlin"?',
  ],
  'a time zone as an offset': [
    { schedule: { timeZone: '+01:00' } },
    'schedule.timeZone: "+01:00" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC"',
  ],
  'an empty time zone': [
    { schedule: { timeZone: '' } },
    'schedule.timeZone: "" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC"',
  ],
  'a time of day of one digit': [
    { schedule: { from: '9:00' } },
    'schedule.from: "9:00" is not a time of day; write HH:MM, such as "09:00" (00:00 to 23:59)',
  ],
  'a beginning at 24:00': [
    { schedule: { from: '24:00' } },
    'schedule.from: "24:00" is not a time of day; write HH:MM, such as "09:00" (00:00 to 23:59)',
  ],
  'an end after 24:00': [
    { schedule: { to: '24:01' } },
    'schedule.to: "24:01" is not a time of day; write HH:MM, such as "09:00" (00:00 to 24:00)',
  ],
  'an empty window': [
    { schedule: { from: '15:00' } },
    'schedule.to: "15:00" equals from: the window is empty; for a whole day write 00:00 to 24:00',
  ],
  'no workdays': [
    { schedule: { workdays: [] } },
    'schedule.workdays: is empty; write at least one of 1 (Monday) to 7 (Sunday)',
  ],
  'Sunday as 0': [
    { schedule: { workdays: [0] } },
    'schedule.workdays[0]: 0 is too small; write 1 to 7 (1 = Monday … 7 = Sunday)',
  ],
  'a workday by name': [
    { schedule: { workdays: ['Mon'] } },
    'schedule.workdays[0]: "Mon" is a string; write 1 to 7 (1 = Monday … 7 = Sunday)',
  ],
  'half a workday': [{ schedule: { workdays: [1.5] } }, 'schedule.workdays[0]: 1.5 is not a whole number'],
  'a holiday that does not exist': [
    { schedule: { holidays: ['2026-02-29'] } },
    'schedule.holidays[0]: "2026-02-29" is not in the calendar',
  ],
  'a holiday of another order': [
    { schedule: { holidays: ['24.12.2026'] } },
    'schedule.holidays[0]: "24.12.2026" is not a date; write YYYY-MM-DD, or MM-DD for every year',
  ],
  'a mean gap shorter than the minimum': [
    { schedule: { meanDaysBetween: 2, minDaysBetween: 3 } },
    'schedule.minDaysBetween: 3 is more than meanDaysBetween 2; write that or less',
  ],
  'two groups of one name': [
    { groups: [{ kind: 'web' }, { kind: 'web' }] },
    'groups[1].name: "web" is already the name of an earlier group; give each its own name',
  ],
  'no groups at all': [{ groups: [] }, 'groups: is empty; write at least one group'],
  'a group without a spare': [
    withWeb({ desiredSize: 3, requiredHealthy: 3 }),
    'groups[0].requiredHealthy: 3 is not below desiredSize 3; write 2 or less, so that one can be lost',
  ],
  'an even replica set': [
    withData({ desiredSize: 4 }),
    'groups[0].desiredSize: 4 is not a size for a replica set; write 3, 5 or 7',
  ],
  'a replica set below its majority': [
    withData({ desiredSize: 5, requiredHealthy: 2 }),
    'groups[0].requiredHealthy: 2 of 5 voters cannot elect a primary; write 3 or more',
  ],
  'a name with a slash': [
    { service: 'a/b' },
    'service: "a/b" is not a name; write 1 to 32 of a–z, 0–9 and "-", beginning with a letter',
  ],
  'a long value, cut short': [
    { mode: 'x'.repeat(500) },
    `mode: "${'x'.repeat(56)}… is unknown; known: dry-run, armed`,
  ],
};

describe('parseConfiguration', () => {
  it.each(Object.entries(badInputs))('says in one line: %s', async (_sentence, [input, line]) => {
    expect(await usageLine(() => parseConfiguration(input, 'some.json'))).toBe(`some.json: ${line}`);
  });

  it('fills in every default', () => {
    expect(parseConfiguration({}, 'nothing')).toMatchObject({
      service: 'wordcount',
      mode: 'dry-run',
      schedule: { timeZone: 'UTC', windows: [{ from: '09:00', to: '15:00' }], workdays: [1, 2, 3, 4, 5] },
      groups: [
        { name: 'web', desiredSize: 3, requiredHealthy: 2, fault: 'terminate', faultDurationMs: 5_000 },
        { name: 'data', desiredSize: 3, requiredHealthy: 2, fault: 'power-cut' },
        { name: 'load-balancer', desiredSize: 2, requiredHealthy: 1, hypothesis: { maxBadProbes: 2 } },
      ],
      journeys: [
        { name: 'users', role: 'load', ratePerSecond: 100, latencyThresholdMs: 300, timeoutMs: 10_000 },
        { name: 'probe', role: 'judge', ratePerSecond: 10, latencyThresholdMs: 300, timeoutMs: 5_000 },
      ],
      probe: { maxLagMs: 200, minCoverage: 0.9 },
      slos: [
        { name: 'users: availability', objective: 0.999, window: '30d' },
        { name: 'users: latency', objective: 0.99 },
        { name: 'probe: availability', objective: 0.999 },
        { name: 'probe: latency', objective: 0.99 },
      ],
      budget: { reserve: 0.2, chaosShare: 0.5, coldStartSpend: 0.01 },
    });
  });

  it('accepts the lowest objective that it names, and the one below it over a shorter window', () => {
    const probe = { journey: 'probe', sli: 'availability' };
    const slos = [
      { ...probe, objective: 0.9306 },
      { ...probe, name: 'weekly', objective: 0.9, window: '7d' },
    ];
    expect(parseConfiguration({ slos }, 'low').slos).toMatchObject(slos);
  });

  it('keeps n+1 when only the size is given, and the majority of a replica set', () => {
    const { groups } = parseConfiguration(
      {
        groups: [
          { kind: 'web', desiredSize: 5 },
          { kind: 'data', desiredSize: 5 },
        ],
      },
      'sizes',
    );
    expect(groups.map(({ requiredHealthy }) => requiredHealthy)).toEqual([4, 3]);
  });

  it('reads durations in every unit', () => {
    const faultDuration = (text: string) =>
      parseConfiguration(withWeb({ fault: 'hang', faultDuration: text }), 'age').groups[0]?.faultDurationMs;
    expect(['1s', '60s', '1h'].map(faultDuration)).toEqual([1_000, 60_000, 3_600_000]);
    const minAge = (text: string) =>
      parseConfiguration(withWeb({ minAge: text }), 'age').groups[0]?.minAgeSeconds;
    expect(['500ms', '90s', '2m', '1h', '1d'].map(minAge)).toEqual([0.5, 90, 120, 3_600, 86_400]);
  });
});
