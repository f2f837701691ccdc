/** What the gate decides on. Each fact was checked, or says why it could not be: an unknown never counts as fine. */
import type { FiringAlert, LeverPosition } from '../ports.ts';
import type { Eligibility } from './eligibility.ts';
import type { FaultName } from './fault.ts';
import type { Group, Instance } from './fleet.ts';
import type { Refusal } from './refusal.ts';

export type Checked<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: string };

/** The calendar's answer for one moment; only an experiment that was drawn from a schedule is asked about. */
export type ScheduleFacts = {
  /** Wall-clock time in the schedule's zone, for the sentence: `Tue 2026-11-24 08:15`. */
  readonly localTime: string;
  /** `09:00–16:00 Europe/Berlin`. */
  readonly window: string;
  readonly isInsideWindow: boolean;
  /** Minutes since local midnight. */
  readonly minuteOfDay: number;
  /** The holiday that it is, as configured, or `null`. */
  readonly holiday: string | null;
  /** The group's last real kill, and the moment from which on one forbids another. */
  readonly lastKillAtMs: number | null;
  readonly noKillSinceMs: number;
  readonly minDaysBetween: number;
  readonly killsToday: number;
  readonly maxPerDay: number;
};

/** What the ledger knows of other experiments. */
export type HistoryFacts = {
  /** The experiment that already holds this claim. */
  readonly claimedBy: string | null;
  readonly underWay: readonly { readonly experimentId: string; readonly group: string }[];
};

export type Selection = { readonly eligibility: Eligibility; readonly target: Instance | null };

/** Whether somebody is looking: slices of the last minutes. */
export type ProbeFacts = {
  /** How long ago the newest slice ended, in milliseconds; `null` when there is none. */
  readonly newestAgeMs: number | null;
  readonly maxAgeMs: number;
  readonly covered: number;
  readonly expected: number;
  readonly minCoverage: number;
};

/** Shares of the error budget, 0–1 and beyond. */
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
  /** Those of the platform. */
  readonly supportedFaults: ReadonlySet<FaultName>;
  readonly isEnabled: boolean;
  readonly requiredHealthy: number;
  readonly lever: Checked<LeverPosition>;
  /** `null`: not scheduled. A game day or a person's `kill` on the laptop may strike at any time. */
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

/** Asks a fact that is known; one that is not refuses at the end of the ladder, as `check-failed`. */
export function whenKnown<T>(fact: Checked<T>, refuse: (value: T) => Refusal | null): Refusal | null {
  return fact.kind === 'known' ? refuse(fact.value) : null;
}
