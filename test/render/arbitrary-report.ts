/** Any report that the types allow: every variant, every null, long and hostile names, huge and tiny numbers. */
import { abortKinds } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentPlan, Impact, Judgement, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import type { GameDayReport, Report, SloResult, TimelinePoint } from '@garbageday/core/report/report.ts';
import fc from 'fast-check';
import { anyFindings } from './arbitrary-findings.ts';

export const anyText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<script>',
    ']]>',
    '{a|b}',
    '\u001b[31mred',
    'a\nb',
    '日本語',
    '👩‍👩‍👧‍👦',
    'x'.repeat(300),
    '&amp;',
  ),
);

const count = fc.oneof(fc.nat(100_000), fc.maxSafeNat());
const finite = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const ms = fc.oneof(
  fc.double({ min: 0, max: 120_000, noNaN: true }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
);
const ratio = fc.double({ min: 0, max: 1, noNaN: true });
/** Exclusively between 0 and 1, as the configuration demands. */
const objective = fc.double({ min: 0.001, max: 0.999_99, noNaN: true });
function maybe<T>(arbitrary: fc.Arbitrary<T>) {
  return fc.option(arbitrary, { nil: null });
}
const epoch = fc.integer({ min: 0, max: 4_102_444_800_000 });

const percentiles = fc.record({ p50: ms, p95: ms, p99: ms });

const plan: fc.Arbitrary<ExperimentPlan> = fc.record({
  id: anyText,
  group: anyText,
  fault: fc.constantFrom('terminate', 'power-cut', 'hang'),
  role: fc.constantFrom('any', 'primary', 'secondary'),
  plannedAtMs: epoch,
  seed: anyText,
  claimKey: anyText,
  hypothesis: fc.record({ maxBadProbes: count, maxP99Ms: ms, maxRecoverMs: ms }),
  mode: fc.constantFrom('dry-run', 'armed'),
});

const target: fc.Arbitrary<TargetRecord> = fc.record({
  instanceId: anyText,
  slot: anyText,
  zone: anyText,
  role: fc.constantFrom('primary', 'secondary', 'syncing', 'none'),
});

const impact: fc.Arbitrary<Impact> = fc.record({
  fromMs: epoch,
  toMs: epoch,
  probes: fc.record({ sent: count, bad: count }),
  errors: fc.array(fc.tuple(anyText, count), { maxLength: 3 }),
  longestBadRun: count,
  latencyMs: fc.record({ baseline: maybe(percentiles), impact: maybe(percentiles) }),
  detectMs: maybe(ms),
  replaceMs: maybe(ms),
  recoverMs: maybe(ms),
  budgetSpent: finite,
  coverage: ratio,
});

const judgement: fc.Arbitrary<Judgement> = fc.record({
  verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
  reasons: fc.array(anyText, { maxLength: 3 }),
});

const abortReason = fc.record({ kind: fc.constantFrom(...abortKinds), text: anyText });

const refusal = fc.record({
  reason: fc.constantFrom(...refusalReasons),
  detail: anyText,
  numbers: fc.dictionary(fc.string({ maxLength: 5 }), finite, { maxKeys: 3 }),
});

const outcome: fc.Arbitrary<ExperimentOutcome> = fc.oneof(
  fc.record({ kind: fc.constant('refused' as const), plan, atMs: epoch, refusal }),
  fc.record({
    kind: fc.constant('completed' as const),
    plan,
    target,
    injectedAtMs: epoch,
    impact,
    judgement,
  }),
  fc.record({
    kind: fc.constant('aborted' as const),
    plan,
    target: maybe(target),
    atMs: epoch,
    injectedAtMs: maybe(epoch),
    reason: abortReason,
    impact: maybe(impact),
  }),
  fc.record({ kind: fc.constant('dry-run' as const), plan, target, atMs: epoch }),
  fc.record({
    kind: fc.constant('unfinished' as const),
    plan,
    target: maybe(target),
    injectedAtMs: maybe(epoch),
    state: fc.constantFrom('drawn', 'claimed', 'baseline', 'injected', 'recovering'),
    atMs: epoch,
  }),
);

const slo: fc.Arbitrary<SloResult> = fc.record({
  name: anyText,
  journey: fc.constantFrom('users', 'probe'),
  role: fc.constantFrom('load', 'judge'),
  sli: fc.constantFrom('availability', 'latency'),
  thresholdMs: maybe(ms),
  objective,
  window: anyText,
  good: count,
  total: count,
  ratio: maybe(ratio),
  interval: maybe(fc.record({ low: ratio, high: ratio })),
  basis: fc.constantFrom('seen', 'window'),
  events: count,
  isFinal: fc.boolean(),
  consumed: finite,
  remaining: finite,
  verdict: fc.constantFrom('met', 'missed', 'not-yet-provable', 'no-data'),
  budgeting: fc.constantFrom('occurrences', 'timeslices', 'ratio-timeslices'),
  windowStartMs: epoch,
  windowEndMs: epoch,
  period: fc.record({ good: count, total: count }),
  burn: fc.array(fc.record({ seconds: count, rate: maybe(finite) }), { maxLength: 3 }),
  alerts: fc.array(
    fc.record({
      severity: fc.constantFrom('page', 'ticket'),
      longSeconds: count,
      shortSeconds: count,
      factor: finite,
      firing: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  exhaustedInSeconds: maybe(ms),
  warnings: fc.array(anyText, { maxLength: 2 }),
});

const point: fc.Arbitrary<TimelinePoint> = fc.record({
  atMs: epoch,
  total: count,
  bad: count,
  p50: maybe(ms),
  p99: maybe(ms),
  budgetRemaining: finite,
});

const timeline = fc.array(point, { maxLength: 8 });

const proof = { group: anyText, clean: count, kills: count, failureUpperBound: maybe(ratio) };

const resilience = fc.record({
  ...proof,
  points: fc.array(
    fc.record({
      experimentId: anyText,
      atMs: epoch,
      budgetSpent: finite,
      recoverMs: maybe(ms),
      verdict: maybe(fc.constantFrom('pass' as const, 'fail' as const, 'inconclusive' as const)),
    }),
    { maxLength: 4 },
  ),
  daysSinceProof: maybe(count),
  plannedLosses: count,
  unplannedLosses: maybe(count),
});

const attribution = fc.record({
  slo: anyText,
  sli: fc.constantFrom('availability' as const, 'latency' as const),
  bad: count,
  byExperiment: fc.array(fc.record({ experimentId: anyText, bad: count, spent: finite }), { maxLength: 3 }),
  ...{ chaos: count, unattributed: count, unplanned: maybe(count), unexplained: count },
  spent: fc.record({ total: finite, chaos: finite, unplanned: maybe(finite), unexplained: finite }),
});

const policy = fc.record({
  slo: anyText,
  state: fc.constantFrom('open' as const, 'share-spent', 'reserve-reached', 'exhausted'),
  ...{ remaining: finite, reserve: finite, chaosSpent: finite, chaosShare: finite },
  rules: fc.array(
    fc.record({ below: ratio, refuse: fc.array(anyText, { maxLength: 2 }), isInForce: fc.boolean() }),
    { maxLength: 2 },
  ),
  refusals: fc.array(fc.record({ reason: fc.constantFrom(...refusalReasons), count }), { maxLength: 3 }),
});

const interval = { fromMs: epoch, toMs: epoch };

const exclusions = fc.record({
  intervals: fc.array(fc.record(interval), { maxLength: 2 }),
  seconds: count,
  slos: fc.array(fc.record({ slo: anyText, good: count, total: count, ratio: maybe(ratio) }), {
    maxLength: 2,
  }),
});

const composite = fc.record({
  name: anyText,
  objective,
  window: fc.record({ text: fc.constantFrom('30d', '1M'), startMs: interval.fromMs, endMs: interval.toMs }),
  members: fc.array(fc.record({ slo: anyText, share: ratio, sli: maybe(ratio), consumed: ratio }), {
    minLength: 2,
    maxLength: 3,
  }),
  sli: maybe(ratio),
  consumed: ratio,
  remaining: ratio,
  interval: maybe(fc.record({ low: ratio, high: ratio })),
  verdict: fc.constantFrom(
    'met' as const,
    'missed' as const,
    'not-yet-provable' as const,
    'no-data' as const,
  ),
  isFinal: fc.boolean(),
  warnings: fc.array(anyText, { maxLength: 1 }),
});

const coverage = fc.record({
  journey: fc.constantFrom('users' as const, 'probe' as const),
  ...{ ratio, minimum: ratio, silentSinceMs: maybe(epoch), longestGap: maybe(fc.record(interval)) },
});

const journey = fc.record({
  name: fc.constantFrom('users', 'probe', 'checkout'),
  role: fc.constantFrom('load' as const, 'judge' as const),
  ...{ sent: count, failed: count, latency: maybe(percentiles) },
});

const change = fc.record({ slo: anyText, before: maybe(ratio), after: maybe(ratio) });
const unmeasured = fc.record({ name: anyText, needs: fc.array(anyText, { maxLength: 3 }) });

const common = {
  service: anyText,
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
  platform: fc.record({
    name: fc.constantFrom('local' as const, 'aws' as const),
    lb: anyText,
    data: anyText,
  }),
  ...interval,
  readyMs: maybe(ms),
  experiments: fc.array(outcome, { maxLength: 4 }),
  slos: fc.array(slo, { maxLength: 3 }),
  composites: fc.array(composite, { maxLength: 2 }),
  notEvaluated: fc.array(unmeasured, { maxLength: 2 }),
  journeys: fc.array(journey, { maxLength: 4 }),
  latency: fc.record({ users: maybe(percentiles), probe: maybe(percentiles) }),
  proofs: fc.array(fc.record(proof), { maxLength: 3 }),
  resilience: fc.array(resilience, { maxLength: 3 }),
  unplannedLosses: maybe(fc.array(fc.record({ ...interval, group: anyText }), { maxLength: 2 })),
  attribution,
  otherAttributions: fc.array(attribution, { maxLength: 2 }),
  coverage: fc.array(coverage, { maxLength: 2 }),
  changes: fc.array(change, { maxLength: 3 }),
  advice: fc.array(anyText, { maxLength: 3 }),
  findings: anyFindings(anyText),
  policy,
  excluded: maybe(exclusions),
  timeline: fc.record({ users: timeline, probe: timeline }),
  verdict: fc.constantFrom('kept' as const, 'broken' as const, 'inconclusive' as const),
};

const users = { sent: count, failed: count, retried: count, stored: maybe(count), longestWaitMs: ms };

export const anyGameDay: fc.Arbitrary<GameDayReport> = fc.record({
  ...common,
  kind: fc.constant('gameday' as const),
  seed: anyText,
  users: fc.record({ ...users, acknowledged: count }),
});

export const anyPeriodReport: fc.Arbitrary<Report> = fc.record({
  ...common,
  kind: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'window' as const),
  seed: fc.constant(null),
  users: maybe(fc.record({ ...users, acknowledged: maybe(count) })),
});
export const anyReport: fc.Arbitrary<Report> = fc.oneof(anyGameDay, anyPeriodReport);
