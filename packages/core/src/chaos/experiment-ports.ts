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
  /** What happened in the SLO's window: `rememberedCounts`, shared by all experiments of a process. */
  readonly windowCounts: WindowCounts;
  /**
   * What else may have slowed users down in an interval, in one sentence. `null`, or no such port: nothing is known.
   */
  readonly disturbance?: (interval: Interval) => Promise<string | null>;
};

export type LatencySlo = { readonly objective: number; readonly thresholdMs: number };

export type ExperimentSettings = {
  readonly service: string;
  /** The judge whose slices measure the impact: the journey of the SLO that pays. */
  readonly journey: string;
  readonly group: GroupConfiguration;
  /** `null`: not scheduled, so the calendar is not checked (a game day, or a manual `kill` on the laptop). */
  readonly schedule: ChaosSchedule | null;
  /** The settings of that judge. */
  readonly probe: Judging & Pick<MeasuredJourney, 'ratePerSecond' | 'timeoutMs'>;
  /** The SLO whose budget pays for chaos: the journey's availability. */
  readonly slo: SloConfiguration;
  /** The strictest latency SLO on the whole journey; `null` or absent: none. */
  readonly latencySlo?: LatencySlo | null;
  readonly budget: Configuration['budget'];
  readonly exempt: EligibilityRules['exempt'];
  readonly sliceSeconds: number;
  /** How long before the injection the baseline starts. */
  readonly baselineMs: number;
  /** How long the users are still watched after the group is whole again. */
  readonly settleMs: number;
  readonly pollMs: number;
  /** How long to wait for the group to be whole again. */
  readonly recoverTimeoutMs: number;
};
