/**
 * The reference configuration: every key, set to its default. Delete what you do not want to change.
 * Durations carry their unit ('300ms', '30s', '2m', '1h', '1d'); ratios are 0.999, never '99.9%'.
 */
import { defineConfig } from '@garbageday/config/define-config.ts';

/** The SRE Workbook's alerts: a share of the budget, burnt within `long`, still burning in `short`. */
const alerts = [
  { severity: 'page', share: 0.02, long: '1h', short: '5m' },
  { severity: 'page', share: 0.05, long: '6h', short: '30m' },
  { severity: 'ticket', share: 0.1, long: '1d', short: '2h' },
  { severity: 'ticket', share: 0.1, long: '3d', short: '6h' },
] as const;

const ok = { kind: 'status', equals: 200 } as const;

/** What the objectives below have in common. */
const everything = {
  step: null,
  vantage: null,
  budgeting: { kind: 'occurrences' },
  window: '30d',
  timeZone: 'UTC',
  alerts,
} as const;

export default defineConfig({
  /** The name under which everything is measured and reported. */
  service: 'wordcount',

  /** 'dry-run' chooses, checks and records, and hurts nobody; 'armed' kills. A game day is always armed. */
  mode: 'dry-run',

  /**
   * When chaos may strike, on the wall clock of one time zone. `from` later than `to` is an overnight window; for several
   * windows a day write windows: [{ from: '09:00', to: '11:30' }, { from: '13:00', to: '15:00' }] instead.
   */
  schedule: {
    timeZone: 'UTC',
    from: '09:00',
    to: '15:00',
    /** 1 = Monday … 7 = Sunday. */
    workdays: [1, 2, 3, 4, 5],
    /** '2026-12-24' is one day, '12-25' every year's. */
    holidays: [],
    /**
     * Each group is hit once in 5 workdays on average, never within 2 workdays of the last time. `maxPerDay` refuses some of
     * that: with three groups and one kill a day the mean becomes 5.92 (`garbageday plan` says so).
     */
    meanDaysBetween: 5,
    minDaysBetween: 2,
    /** All groups together. */
    maxPerDay: 1,
  },

  /** What may be hit. Each group is n+1: of `desiredSize` servers `requiredHealthy` must stay. */
  groups: [
    {
      kind: 'web',
      name: 'web',
      desiredSize: 3,
      requiredHealthy: 2,
      isEnabled: true,
      /** What is done to a server: docs/faults.md has them all. */
      fault: 'terminate',
      /** How long a fault that can be undone lasts. */
      faultDuration: '5s',
      /** Younger servers are spared. */
      minAge: '0s',
      /** Never hit, beside what carries the tag garbageday:exempt. Tags: 'key', or 'key=value'. */
      exempt: { zones: [], instances: [], tags: [] },
      /** What must hold for the experiment to pass, written down before the kill. */
      hypothesis: { maxBadProbes: 0, maxP99: '1s', maxRecover: '30s' },
      /** What differs on EC2, where a replacement boots and installs. Tighten it to what you see. */
      aws: { hypothesis: { maxRecover: '6m' } },
      /**
       * On this machine: servers of your own instead of the word counter's (docs/own-service.md), by default none. With
       * command: ['node', 'server.js'] a group may also say portEnv: 'PORT', ready: '/readyz', env: { API: '{url:api}/v1' } and
       * dependsOn: ['api'], the names of other groups.
       */
      command: undefined,
    },
    {
      kind: 'data',
      name: 'data',
      desiredSize: 3,
      requiredHealthy: 2,
      isEnabled: true,
      fault: 'power-cut',
      minAge: '0s',
      exempt: { zones: [], instances: [], tags: [] },
      hypothesis: { maxBadProbes: 0, maxP99: '2s', maxRecover: '60s' },
      aws: { hypothesis: { maxRecover: '12m' } },
    },
    {
      kind: 'load-balancer',
      name: 'load-balancer',
      desiredSize: 2,
      requiredHealthy: 1,
      isEnabled: true,
      fault: 'power-cut',
      minAge: '0s',
      exempt: { zones: [], instances: [], tags: [] },
      /** Connections in flight die with the process, and a probe never retries. */
      hypothesis: { maxBadProbes: 2, maxP99: '1s', maxRecover: '30s' },
      aws: { hypothesis: { maxRecover: '6m' } },
    },
  ],

  /** What the loads below do not say themselves. A load is an open loop: it does not slow down when the service does. */
  users: { ratePerSecond: 100, latencyThreshold: '300ms' },

  /** What the judges below do not say themselves, and what holds for all of them. A judge never retries. */
  probe: {
    ratePerSecond: 10,
    latencyThreshold: '300ms',
    timeout: '5s',
    /** Later than this itself (p99), a judge's slice is void. */
    maxLag: '200ms',
    /** In Lambda: its first requests are late by up to 170 ms, as `node bench/lambda-lag.ts` measures. */
    aws: { maxLag: '200ms' },
    /** No verdict when more slices than this are missing. */
    minCoverage: 0.9,
  },

  /**
   * What is sent, step by step (docs/journeys.md): as many as you like, each with a name, at least one of them a judge. Rate,
   * `timeout` and `latencyThreshold` may be said of each. Without `journeys` these two are what the word counter has.
   */
  journeys: [
    {
      /** Users insert words, a few often and most hardly ever. */
      name: 'users',
      role: 'load',
      ratePerSecond: 100,
      timeout: '10s',
      variables: [{ name: 'word', pattern: 'user-{n}', count: 1_000, pick: 'zipf' }],
      steps: [
        {
          name: 'insert',
          path: '/insert/{word}',
          expect: [
            ok,
            { kind: 'json', path: 'word', equals: '{word}' },
            { kind: 'increases', counter: '{word}' },
          ],
        },
      ],
    },
    {
      /** The probe inserts a word, gets it and sees at least its own count, and sees the toplist. Eight words, so that nothing piles up. */
      name: 'probe',
      role: 'judge',
      ratePerSecond: 10,
      variables: [{ name: 'word', pattern: 'probe-{n}', count: 8 }],
      steps: [
        {
          name: 'insert',
          path: '/insert/{word}',
          expect: [
            ok,
            { kind: 'json', path: 'word', equals: '{word}' },
            { kind: 'atLeast', path: 'count', least: 1 },
            { kind: 'increases', counter: '{word}' },
          ],
        },
        {
          name: 'get',
          path: '/get/{word}',
          expect: [
            ok,
            { kind: 'json', path: 'word', equals: '{word}' },
            { kind: 'atLeast', path: 'count', least: 1 },
            { kind: 'neverLess', counter: '{word}', path: 'count' },
          ],
        },
        {
          name: 'toplist',
          path: '/toplist',
          expect: [ok, { kind: 'list', most: 10, descendingBy: 'count' }],
        },
      ],
    },
  ],

  /**
   * Where a service on this machine says how many writes it holds: { get: '/total', json: 'total' } (docs/own-service.md). Without it
   * what keeps the data is asked, as the word counter's replica set is.
   */
  audit: null,

  /** The promises. Availability: answered correctly. Latency: answered correctly within the threshold. */
  slos: [
    {
      name: 'users: availability',
      /** The name of the journey whose slices count. */
      journey: 'users',
      /** One step of the journey (availability only), one vantage only; null: all of it, from everywhere. */
      step: null,
      vantage: null,
      sli: 'availability',
      objective: 0.999,
      /** Or { kind: 'timeslices', slice: '1m', target: 0.99 }, or { kind: 'ratio-timeslices', slice: '1m' }. */
      budgeting: { kind: 'occurrences' },
      /** '30d' rolls; '1D', '1W', '1M', '1Q', '1Y' are the calendar's, from midnight to midnight in the zone. */
      window: '30d',
      timeZone: 'UTC',
      alerts,
    },
    { ...everything, name: 'users: latency', journey: 'users', sli: 'latency', objective: 0.99 },
    { ...everything, name: 'probe: availability', journey: 'probe', sli: 'availability', objective: 0.999 },
    { ...everything, name: 'probe: latency', journey: 'probe', sli: 'latency', objective: 0.99 },
  ],

  /** Several objectives as one: { name: 'shop', objective: 0.99, members: [{ slo: 'users: latency', weight: 2 }, …] }. */
  composites: [],

  /**
   * Planned maintenance, dropped from good and from total; reports show both. Once: { name: 'move', from:
   * '2026-12-24T18:00', to: '2026-12-24T22:00', timeZone: 'Europe/Berlin' }; or { name, cron: '0 2 * * 7', duration: '2h' };
   * or { name, rrule: 'FREQ=MONTHLY;BYDAY=1SU', start: '2026-01-04T02:00', duration: '2h' }.
   */
  exclusions: [],

  /** What chaos may cost, as shares of the error budget. */
  budget: {
    /** Never touched by chaos. */
    reserve: 0.2,
    /** Chaos stops when it has spent this much. */
    chaosShare: 0.5,
    /** What a group's first kill is expected to cost, while there is no history. */
    coldStartSpend: 0.01,
    /** What else is refused, by group, fault or 'everything': { below: 0.5, refuse: ['data', 'power-cut'] }. */
    policy: [],
  },

  /** What messages in Slack link to, and whom they mention (docs/slack.md). */
  slack: {
    /** Web addresses; '{stage}' stands for the stage. On AWS `dashboard: null` is the stage's own in CloudWatch. */
    links: { dashboard: null, report: null, runbook: null },
    /** Who is mentioned when an alert begins: the id of a user group, 'S0123ABCDEF', or of a person, 'U0123ABCDEF'. */
    mention: { page: null, ticket: null },
  },
});
