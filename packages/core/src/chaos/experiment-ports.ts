/** What one experiment needs: ports, and settings that hold for all experiments of its group. */
import type {
  ChaosSchedule,
  Configuration,
  GroupConfiguration,
  Judging,
  SloConfiguration,
} from '../configuration.ts';
import type {
  Alerts,
  Clock,
  Events,
  FaultInjector,
  Fleet,
  Interval,
  Ledger,
  SafetyLever,
  Steps,
} from '../ports.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import type { WindowCounts } from '../slo/window-counts.ts';
import type { EligibilityRules } from './eligibility.ts';

export type ExperimentPorts = {
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly injector: FaultInjector;
  readonly ledger: Ledger;
  readonly lever: Pick<SafetyLever, 'position'>;
  readonly alerts: Alerts;
  readonly steps: Steps;
  readonly events: Events;
  /**
   * What happened in the objective's window. A process that runs many experiments shares one `rememberedCounts` among
   * them; without it each gate reads the whole window from the ledger.
   */
  readonly windowCounts?: WindowCounts;
  /** What else may have slowed users down in an interval, in one sentence; `null`, or no such port: nothing is known. */
  readonly disturbance?: (interval: Interval) => Promise<string | null>;
};

export type LatencySlo = { readonly objective: number; readonly thresholdMs: number };

export type ExperimentSettings = {
  readonly service: string;
  /** The judge whose slices measure the impact: that of the objective that pays. */
  readonly journey: string;
  readonly group: GroupConfiguration;
  /** `null`: not scheduled, so the calendar is not asked: a game day, or a person's `kill` on the laptop. */
  readonly schedule: ChaosSchedule | null;
  /** That judge. */
  readonly probe: Judging & Pick<MeasuredJourney, 'ratePerSecond' | 'timeoutMs'>;
  /** The objective whose budget pays for chaos: the journey's availability. */
  readonly slo: SloConfiguration;
  /** The strictest latency objective of the whole journey; `null` or not written: none. */
  readonly latencySlo?: LatencySlo | null;
  readonly budget: Configuration['budget'];
  readonly exempt: EligibilityRules['exempt'];
  readonly sliceSeconds: number;
  /** How much of the time before the injection is the baseline. */
  readonly baselineMs: number;
  /** How long after the group is whole again the users are still watched. */
  readonly settleMs: number;
  readonly pollMs: number;
  /** How long to wait for the group to be whole again. */
  readonly recoverTimeoutMs: number;
};
