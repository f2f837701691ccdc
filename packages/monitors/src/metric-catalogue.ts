/**
 * Every live metric: its name, type, unit and labels. `/metrics`, OTLP and the generated rules and dashboards take them from here.
 * None has the name of a metric of the OpenMetrics report (packages/render/src/openmetrics), unless it is the same gauge.
 */

export type MetricDefinition = {
  /** The family's. A counter's series ends in `_total`, which Prometheus and the exporters of OpenTelemetry append. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The suffix of the name, if there is one. */
  readonly unit?: 'seconds' | 'ratio';
  readonly help: string;
  readonly labels: readonly string[];
};

const journey = ['service', 'journey', 'role'] as const;
const slo = ['service', 'slo', 'journey', 'sli', 'window'] as const;
const group = ['service', 'group'] as const;

export const liveMetrics = {
  runInfo: {
    name: 'garbageday_run_info',
    type: 'gauge',
    help: 'Which command is running; always 1.',
    labels: ['service', 'command', 'seed'],
  },
  runPhase: {
    name: 'garbageday_run_phase',
    type: 'gauge',
    help: '1 for the phase that the run is in.',
    labels: ['service', 'phase'],
  },
  targetInfo: {
    name: 'garbageday_target_info',
    type: 'gauge',
    help: 'Which URL a probe asks; always 1.',
    labels: ['service', 'journey', 'url'],
  },
  requests: {
    name: 'garbageday_requests',
    type: 'counter',
    help: 'Journeys that have ended, good or bad.',
    labels: journey,
  },
  badRequests: {
    name: 'garbageday_bad_requests',
    type: 'counter',
    help: 'Journeys that failed, by reason.',
    labels: [...journey, 'reason'],
  },
  retries: {
    name: 'garbageday_retries',
    type: 'counter',
    help: 'Requests sent again after a broken connection.',
    labels: journey,
  },
  requestDuration: {
    name: 'garbageday_request_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Latency of whole journeys, from the moment they were due.',
    labels: journey,
  },
  oldestWait: {
    name: 'garbageday_oldest_wait_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'How long the oldest unanswered journey has been waiting.',
    labels: journey,
  },
  proberLag: {
    name: 'garbageday_prober_lag_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: "How late the prober itself was, p99 of the last second; above the configuration's limit a judge's second is void.",
    labels: journey,
  },
  voidSlices: {
    name: 'garbageday_void_slices',
    type: 'counter',
    help: 'Seconds of a judge that count for no objective, as the prober was late.',
    labels: journey,
  },
  sliEvents: {
    name: 'garbageday_sli_events',
    type: 'counter',
    help: 'Events that count for the objective.',
    labels: ['service', 'slo', 'journey', 'sli'],
  },
  sliBadEvents: {
    name: 'garbageday_sli_bad_events',
    type: 'counter',
    help: 'Bad events among those that count for the objective.',
    labels: ['service', 'slo', 'journey', 'sli'],
  },
  objective: {
    name: 'garbageday_slo_objective_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'The objective.',
    labels: slo,
  },
  budgetRemaining: {
    name: 'garbageday_slo_budget_remaining_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'Share of the error budget left.',
    labels: slo,
  },
  burnRate: {
    name: 'garbageday_slo_burn_rate',
    type: 'gauge',
    help: 'Burn rate over a window.',
    labels: [...slo, 'over'],
  },
  experiments: {
    name: 'garbageday_experiments',
    type: 'counter',
    help: 'Experiments that have ended, by outcome: pass, fail, inconclusive, refused or aborted.',
    labels: [...group, 'fault', 'outcome'],
  },
  refusals: {
    name: 'garbageday_experiments_refused',
    type: 'counter',
    help: 'Experiments that the gate refused, by reason.',
    labels: [...group, 'reason'],
  },
  faultsInjected: {
    name: 'garbageday_faults_injected',
    type: 'counter',
    help: 'Faults that were injected.',
    labels: [...group, 'fault'],
  },
  experimentPhase: {
    name: 'garbageday_experiment_phase',
    type: 'gauge',
    help: '1 for the phase that an experiment is in; all are 0 while there is none.',
    labels: ['service', 'phase'],
  },
  desiredInstances: {
    name: 'garbageday_group_desired_instances',
    type: 'gauge',
    help: 'Instances that the group should have.',
    labels: group,
  },
  healthyInstances: {
    name: 'garbageday_group_healthy_instances',
    type: 'gauge',
    help: 'Instances that are healthy and in service.',
    labels: group,
  },
  requiredInstances: {
    name: 'garbageday_group_required_instances',
    type: 'gauge',
    help: 'Instances without which the group does not do its work.',
    labels: group,
  },
  leverHalted: {
    name: 'garbageday_safety_lever_halted',
    type: 'gauge',
    help: '1 while the safety lever is pulled and nothing is injected.',
    labels: ['service'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type LiveMetric = keyof typeof liveMetrics;

/** The label of an exemplar: which experiment was under way. */
export const experimentLabel = 'experiment_id';

/** The series' name in PromQL. */
export function seriesName({ name, type }: Pick<MetricDefinition, 'name' | 'type'>): string {
  return type === 'counter' ? `${name}_total` : name;
}
