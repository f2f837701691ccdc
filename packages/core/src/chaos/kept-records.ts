/** The chaos records in the ledger, as text: states of experiments, fault handles, unplanned losses. */
import type { FaultHandle } from '../ports.ts';
import { recordCodec } from '../record-codec.ts';
import {
  amount,
  fieldsOf,
  flag,
  listOf,
  oneOf,
  optional,
  orNull,
  pairOf,
  recordOf,
  type Shape,
  text,
  variantsOf,
} from '../shape.ts';
import { type AbortReason, abortKinds, readAbortReason } from './abort-reason.ts';
import type {
  ExperimentPlan,
  ExperimentState,
  GroupRecord,
  Impact,
  MemberRecord,
  Percentiles,
  TargetRecord,
} from './experiment.ts';
import { type FaultName, faultNames } from './fault.ts';
import type { Loss } from './loss.ts';
import { refusalReasons } from './refusal.ts';

const fault: Shape<FaultName> = oneOf(faultNames);

const plan: Shape<ExperimentPlan> = fieldsOf<ExperimentPlan>({
  id: text,
  group: text,
  fault,
  faultDurationMs: optional(amount),
  role: oneOf(['any', 'primary', 'secondary']),
  instanceId: optional(text),
  plannedAtMs: amount,
  seed: text,
  claimKey: text,
  hypothesis: fieldsOf({ maxBadProbes: amount, maxP99Ms: amount, maxRecoverMs: amount }),
  mode: oneOf(['dry-run', 'armed']),
});

const percentiles: Shape<Percentiles> = fieldsOf({ p50: amount, p95: amount, p99: amount });

const impact: Shape<Impact> = fieldsOf<Impact>({
  fromMs: amount,
  toMs: amount,
  probes: fieldsOf({ sent: amount, bad: amount }),
  errors: listOf(pairOf(text, amount)),
  longestBadRun: amount,
  latencyMs: fieldsOf({ baseline: orNull(percentiles), impact: orNull(percentiles) }),
  detectMs: orNull(amount),
  replaceMs: orNull(amount),
  carryOnMs: optional(orNull(amount)),
  recoverMs: orNull(amount),
  budgetSpent: amount,
  excess: optional(fieldsOf({ availability: amount, latency: amount })),
  coverage: amount,
});

const target = {
  instanceId: text,
  slot: text,
  zone: text,
  role: oneOf(['primary', 'secondary', 'syncing', 'none']),
} as const;

const member: Shape<MemberRecord> = fieldsOf<MemberRecord>({
  ...target,
  state: oneOf(['pending', 'running', 'shutting-down', 'terminated']),
  isHealthy: flag,
  isInService: flag,
});

const state: Shape<ExperimentState> = variantsOf<'kind', ExperimentState>('kind', {
  drawn: { plan },
  refused: {
    refusal: fieldsOf({ reason: oneOf(refusalReasons), detail: text, numbers: recordOf(amount) }),
  },
  claimed: {
    target: fieldsOf<TargetRecord>(target),
    seen: optional(fieldsOf<GroupRecord>({ desiredSize: amount, size: amount, members: listOf(member) })),
  },
  baseline: { fromMs: amount, toMs: amount },
  injected: { injectedAtMs: amount },
  recovering: { detectedAtMs: orNull(amount) },
  completed: {
    impact,
    judgement: fieldsOf({ verdict: oneOf(['pass', 'fail', 'inconclusive']), reasons: listOf(text) }),
  },
  aborted: { reason: fieldsOf<AbortReason>({ kind: oneOf(abortKinds), text }), impact: orNull(impact) },
});

/** The codec of a transition's state; a plan is kept in the state `drawn`. */
export const stateCodec = recordCodec({
  what: 'the state of an experiment',
  shape: state,
  upgrade: withReason,
});

/** Before records had versions and reasons had kinds, a reason was only a sentence. */
function withReason(former: object): object {
  if (!('reason' in former) || typeof former.reason !== 'string') return former;
  return { ...former, reason: readAbortReason(former.reason) };
}

export const handleCodec = recordCodec<FaultHandle>({
  what: 'the record of a fault',
  shape: fieldsOf<FaultHandle>({
    experimentId: text,
    instanceId: text,
    fault,
    injectedAtMs: amount,
    durationMs: optional(amount),
  }),
});

export const lossCodec = recordCodec<Loss>({
  what: 'an unplanned loss',
  shape: fieldsOf({
    instanceId: text,
    group: text,
    slot: text,
    zone: text,
    atMs: amount,
    window: fieldsOf({ fromMs: amount, toMs: amount }),
  }),
});
