import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const slo = { journey: 'probe', sli: 'availability', objective: 0.999 };
function withSlo(change: object) {
  return { slos: [slo, { ...slo, name: 'second', ...change }] };
}
const page = { severity: 'page', share: 0.02, long: '1h', short: '5m' };
const composite = {
  name: 'shop',
  objective: 0.99,
  members: [{ slo: 'users: availability' }, { slo: 'users: latency' }],
};
function withComposite(change: object) {
  return { composites: [{ ...composite, ...change }] };
}
function withExclusion(exclusion: object) {
  return { exclusions: [{ name: 'upkeep', ...exclusion }] };
}
function withPolicy(rule: object) {
  return { budget: { policy: [rule] } };
}

const badInputs: Record<string, readonly [input: unknown, line: string]> = {
  'latency of one step': [
    withSlo({ step: 'login', sli: 'latency' }),
    'slos[1].sli: cannot be measured for a single step; write sli: "availability", or leave step out',
  ],
  'a step without a name': [
    withSlo({ step: '' }),
    'slos[1].step: "" is not a name; write 1 to 64 characters on one line',
  ],
  'a zone that is none': [
    withSlo({ window: '1M', timeZone: 'Europe/Berln' }),
    'slos[1].timeZone: "Europe/Berln" is not an IANA time zone; did you mean "Europe/Berlin"?',
  ],
  'a budgeting method that is none': [
    withSlo({ budgeting: { kind: 'timeslice' } }),
    'slos[1].budgeting.kind: "timeslice" is unknown; did you mean "timeslices"?',
  ],
  'time slices without a target': [
    withSlo({ budgeting: { kind: 'timeslices' } }),
    'slos[1].budgeting.target: is missing; write the ratio from which a time slice is good, such as 0.99',
  ],
  'a slice of occurrences': [
    withSlo({ budgeting: { slice: '1m' } }),
    "slos[1].budgeting.slice: applies to time slices only; write kind: 'timeslices', or remove it",
  ],
  'a target of ratios': [
    withSlo({ budgeting: { kind: 'ratio-timeslices', target: 0.9 } }),
    "slos[1].budgeting.target: decides when a time slice is good; write kind: 'timeslices', or remove it",
  ],
  'an alert that no burn can reach': [
    withSlo({ objective: 0.9, alerts: [page] }),
    'slos[1].alerts[0].share: 0.02 of 30d within 1h is a burn rate of 14.4, and with objective 0.9 it is 10 at most, so it can never fire; write a smaller share, or a longer "long"',
  ],
  'an alert exactly at what a total outage burns': [
    withSlo({ objective: 0.75, alerts: [{ ...page, share: 0.125, long: '1d', short: '1h' }], window: '32d' }),
    'slos[1].alerts[0].share: 0.125 of 32d within 1d is a burn rate of 4, and with objective 0.75 it is 4 at most, so it can never fire; write a smaller share, or a longer "long"',
  ],
  'an alert that looks further back than its objective': [
    withSlo({ window: '1d', alerts: [page, { ...page, severity: 'ticket', long: '3d' }] }),
    'slos[1].alerts[1].long: 3d is longer than the window 1d; write that or less',
  ],
  'a short window that is not short': [
    withSlo({ alerts: [{ ...page, short: '1h' }] }),
    'slos[1].alerts[0].short: is not shorter than long, 1h; it ends the alert soon after the burn has ended',
  ],
  'an alert that sees no time slice': [
    withSlo({ budgeting: { kind: 'ratio-timeslices', slice: '10m' }, alerts: [page] }),
    'slos[1].alerts[0].short: 5m is shorter than a time slice of 10m; write that or more',
  ],
  'only time slices of the probe': [
    { slos: [{ ...slo, budgeting: { kind: 'ratio-timeslices' } }] },
    'slos: no objective measures a whole judge ("probe") by occurrences, whose error budget pays for chaos; add one',
  ],
  'a composite of an objective that is none': [
    withComposite({ members: [{ slo: 'users: latency' }, { slo: 'users: availabilty' }] }),
    'composites[0].members[1].slo: "users: availabilty" is not an objective; did you mean "users: availability"?',
  ],
  'a composite of one thing twice': [
    withComposite({ members: [{ slo: 'users: latency' }, { slo: 'users: latency' }] }),
    'composites[0].members[1].slo: "users: latency" is a member already; give it one weight',
  ],
  'a composite of one': [
    withComposite({ members: [{ slo: 'users: latency' }] }),
    'composites[0].members: has fewer than two members; write at least two',
  ],
  'a composite named like an objective': [
    withComposite({ name: 'users: latency' }),
    'composites[0].name: "users: latency" is already the name of an objective; give each its own name',
  ],
  'two composites of one name': [
    { composites: [composite, composite] },
    'composites[1].name: "shop" is already the name of an earlier composite; give each its own name',
  ],
  'a weight of nothing': [
    withComposite({ members: [{ slo: 'users: latency', weight: 0 }] }),
    'composites[0].members[0].weight: 0 is too small; write 0.001 to 1,000',
  ],
  'an exclusion without a time': [
    withExclusion({}),
    'exclusions[0]: says no time; write from and to, cron and duration, or rrule, start and duration',
  ],
  'an exclusion without an end': [
    withExclusion({ from: '2026-12-24T18:00' }),
    'exclusions[0].to: is missing; from takes from, to',
  ],
  'an exclusion that ends before it begins': [
    withExclusion({ from: '2026-12-24T18:00', to: '2026-12-24T18:00' }),
    'exclusions[0].to: "2026-12-24T18:00" is not after from, "2026-12-24T18:00"',
  ],
  'an exclusion on a day that does not exist': [
    withExclusion({ from: '2026-02-30T18:00', to: '2026-03-01T18:00' }),
    'exclusions[0].from: "2026-02-30T18:00" is not in the calendar',
  ],
  'an exclusion of a day without a time': [
    withExclusion({ from: '2026-12-24', to: '2026-12-25T00:00' }),
    'exclusions[0].from: "2026-12-24" is not a local time; write YYYY-MM-DDTHH:MM, such as "2026-12-24T18:00"',
  ],
  'a cron expression of six fields': [
    withExclusion({ cron: '0 0 2 * * 7', duration: '2h' }),
    'exclusions[0].cron: "0 0 2 * * 7" is not a cron expression; write five fields, minute hour day month weekday, such as "0 2 * * 7"',
  ],
  'a cron expression out of range': [
    withExclusion({ cron: '61 2 * * 7', duration: '2h' }),
    'exclusions[0].cron: "61 2 * * 7" is not a cron expression; write five fields, minute hour day month weekday, such as "0 2 * * 7"',
  ],
  'a cron expression that never comes': [
    withExclusion({ cron: '0 2 30 2 *', duration: '2h' }),
    'exclusions[0].cron: "0 2 30 2 *" never occurs; write five fields, minute hour day month weekday, such as "0 2 * * 7"',
  ],
  'a cron expression without its duration': [
    withExclusion({ cron: '0 2 * * 7' }),
    'exclusions[0].duration: is missing; cron takes cron, duration',
  ],
  'a cron expression with an end': [
    withExclusion({ cron: '0 2 * * 7', to: '2026-12-24T18:00' }),
    'exclusions[0].to: does not go with cron, which takes cron, duration',
  ],
  'an RRULE with a misspelt part': [
    withExclusion({ rrule: 'FREQ=WEEKLY;BYDAI=SU', start: '2026-01-04T02:00', duration: '2h' }),
    'exclusions[0].rrule: "BYDAI" is not a supported part of an RRULE; did you mean "BYDAY"?',
  ],
  'an RRULE with a weekday that is none': [
    withExclusion({ rrule: 'FREQ=WEEKLY;BYDAY=ZZ', start: '2026-01-04T02:00', duration: '2h' }),
    'exclusions[0].rrule: "BYDAY=ZZ" is not a valid BYDAY (RFC 5545); write one such as FREQ=MONTHLY;BYDAY=1SU',
  ],
  'an RRULE of every second': [
    withExclusion({ rrule: 'FREQ=SECONDLY', start: '2026-01-04T02:00', duration: '2h' }),
    'exclusions[0].rrule: "FREQ=SECONDLY" is not a supported frequency; known: DAILY, WEEKLY, MONTHLY, YEARLY',
  ],
  'an RRULE that does not say how often': [
    withExclusion({ rrule: 'BYDAY=SU', start: '2026-01-04T02:00', duration: '2h' }),
    'exclusions[0].rrule: "BYDAY=SU" has no FREQ; write one such as FREQ=WEEKLY;BYDAY=SU',
  ],
  'an RRULE without its start': [
    withExclusion({ rrule: 'FREQ=WEEKLY', duration: '2h' }),
    'exclusions[0].start: is missing; rrule takes rrule, start, duration',
  ],
  'a policy against a group that is none': [
    withPolicy({ below: 0.5, refuse: ['web', 'dta'] }),
    'budget.policy[0].refuse[1]: "dta" is neither a group nor a fault; did you mean "data"?',
  ],
  'a policy against nothing': [
    withPolicy({ below: 0.5, refuse: [] }),
    'budget.policy[0].refuse: is empty; write what to refuse, such as ["everything"]',
  ],
  'a policy below a percentage': [
    withPolicy({ below: '50%', refuse: ['everything'] }),
    'budget.policy[0].below: "50%" is a string; write the ratio 0.5',
  ],
};

describe('objectives, exclusions and policy', () => {
  it.each(Object.entries(badInputs))('says in one line: %s', async (_sentence, [input, line]) => {
    expect(await usageLine(() => parseConfiguration(input, 'some.json'))).toBe(`some.json: ${line}`);
  });

  it('fills in every default of an objective', () => {
    const [first] = parseConfiguration({ slos: [slo] }, 'f').slos;
    expect(first).toMatchObject({
      name: 'probe: availability',
      step: null,
      vantage: null,
      budgeting: { kind: 'occurrences' },
      window: '30d',
      timeZone: 'UTC',
    });
    expect(first?.alerts.map(({ share, longSeconds }) => [share, longSeconds])).toEqual([
      [0.02, 3_600],
      [0.05, 21_600],
      [0.1, 86_400],
      [0.1, 259_200],
    ]);
  });

  it('leaves out default alerts that look further back than the window', () => {
    const { slos } = parseConfiguration(withSlo({ window: '1D' }), 'f');
    expect(slos[1]?.alerts.map(({ longSeconds }) => longSeconds)).toEqual([3_600, 21_600, 86_400]);
  });

  it('leaves out default alerts that see no time slice', () => {
    const { slos } = parseConfiguration(
      withSlo({ budgeting: { kind: 'ratio-timeslices', slice: '1h' } }),
      'f',
    );
    expect(slos[1]?.alerts.map(({ shortSeconds }) => shortSeconds)).toEqual([7_200, 21_600]);
  });

  it('names an objective of a step by the step', () => {
    expect(parseConfiguration({ slos: [slo, { ...slo, step: 'login' }] }, 'f').slos[1]?.name).toBe(
      'probe login: availability',
    );
  });

  it('reads every budgeting method', () => {
    const read = (budgeting: object) => parseConfiguration(withSlo({ budgeting }), 'f').slos[1]?.budgeting;
    expect(read({ kind: 'timeslices', slice: '5m', target: 0.95 })).toEqual({
      kind: 'timeslices',
      sliceSeconds: 300,
      sliceTarget: 0.95,
    });
    expect(read({ kind: 'ratio-timeslices' })).toEqual({ kind: 'ratio-timeslices', sliceSeconds: 60 });
  });

  it('reads composites, weights and policies', () => {
    const policy = [{ below: 0.5, refuse: ['data', 'power-cut', 'everything'] }];
    const parsed = parseConfiguration({ ...withComposite({}), budget: { policy } }, 'f');
    expect(parsed.composites).toEqual([
      {
        name: 'shop',
        objective: 0.99,
        window: '30d',
        timeZone: 'UTC',
        members: [
          { slo: 'users: availability', weight: 1 },
          { slo: 'users: latency', weight: 1 },
        ],
      },
    ]);
    expect(parsed.budget.policy).toEqual(policy);
  });
});
