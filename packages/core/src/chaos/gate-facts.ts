/**
 * What the gate bases its decision on. Each fact was checked, or says why it could not be: an unknown never counts as
 * fine.
 */

import type { FiringAlert, LeverPosition } from '../ports.ts';
import type { Eligibility } from './eligibility.ts';
import type { FaultName } from './fault.ts';
import type { Group, Instance } from './fleet.ts';
import type { Refusal } from './refusal.ts';

export type Checked<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: string };

/** The calendar's answer for one moment; it applies only to experiments drawn from a schedule. */
export type ScheduleFacts = {
  /** Wall-clock time in the schedule's zone, for the sentence: `Tue 2026-11-24 08:15`. */
  readonly localTime: string;
  /** `09:00–16:00 Europe/Berlin`. */
  readonly window: string;
  readonly isInsideWindow: boolean;
  /** Minutes since local midnight. */
  readonly minuteOfDay: number;
  /** The holiday on that day, as configured, or `null`. */
  readonly holiday: string | null;
  /** The group's last real kill, and the earliest moment since which a kill forbids another. */
  readonly lastKillAtMs: number | null;
  readonly noKillSinceMs: number;
  readonly minDaysBetween: number;
  readonly killsToday: number;
  readonly maxPerDay: number;
};

/** What the ledger knows about other experiments. */
export type HistoryFacts = {
  /** The experiment that already holds this claim. */
  readonly claimedBy: string | null;
  readonly underWay: readonly { readonly experimentId: string; readonly group: string }[];
};

export type Selection = { readonly eligibility: Eligibility; readonly target: Instance | null };

/** Whether a prober is measuring, judged by the slices of the last minutes. */
export type ProbeFacts = {
  /** How long ago the newest slice ended, in milliseconds; `null` when there is none. */
  readonly newestAgeMs: number | null;
  readonly maxAgeMs: number;
  readonly covered: number;
  readonly expected: number;
  readonly minCoverage: number;
};

/** Shares of the error budget; above 1 when overspent. */
export type BudgetFacts = {
  readonly remaining: number;
  readonly expectedSpend: number;
  readonly reserve: number;
  readonly chaosSpent: number;
  readonly chaosShare: number;
};

export type GateFacts = {
  readonly group: string;
  readonly fault: FaultName;
  /** The faults that the platform supports. */
  readonly supportedFaults: ReadonlySet<FaultName>;
  readonly isEnabled: boolean;
  readonly requiredHealthy: number;
  /** A percentage of the group's size, used instead of `requiredHealthy`. */
  readonly requiredPercent?: number | undefined;
  readonly lever: Checked<LeverPosition>;
  /** `null`: not scheduled. A game day or a manual `kill` on the laptop may run at any time. */
  readonly schedule: Checked<ScheduleFacts> | null;
  readonly history: Checked<HistoryFacts>;
  readonly fleet: Checked<Group>;
  readonly selection: Checked<Selection>;
  readonly probe: Checked<ProbeFacts>;
  readonly alerts: Checked<readonly FiringAlert[]>;
  readonly budget: Checked<BudgetFacts>;
};

/** One step of the ladder: refuses, or lets the next one look. */
export type Rung<Needs extends keyof GateFacts = keyof GateFacts> = (
  facts: Pick<GateFacts, Needs>,
) => Refusal | null;
