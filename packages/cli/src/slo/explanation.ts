/** What an SLO allows, and what that means for its alerts. */
import type { BurnAlert } from '@garbageday/config/openslo/alert-rules.ts';
import { tidy } from '@garbageday/config/openslo/decimal.ts';
import { periodOf } from '@garbageday/config/openslo/objectives.ts';
import { burnFactor } from '@garbageday/core/slo/burn-alerts.ts';
import { errorBudget } from '@garbageday/core/slo/error-budget.ts';
import type { Slo } from '@garbageday/core/slo/slo.ts';
import {
  periodSeconds,
  type SloWindow,
  secondsText,
  windowBounds,
  windowText,
} from '@garbageday/core/slo/window.ts';
import { chooseAlerts, noChoice } from './choose-alerts.ts';
import { configuredSlos } from './configured-slos.ts';
import { type Detection, detections } from './detection.ts';
import type { SloFile } from './slo-file.ts';

export type ExplainedAlert = BurnAlert & {
  /** Share of the budget that is spent when it fires. */
  readonly share: number;
};

export type Explanation = Pick<Slo, 'name' | 'service' | 'objective' | 'budgeting' | 'window'> & {
  readonly budget: Allowance & {
    /** 1 − objective. */
    readonly ratio: number;
    /** For a calendar window of varying length, what the longest one allows; `null`: all allow the same. */
    readonly longest: Allowance | null;
  };
  readonly alerts: readonly ExplainedAlert[];
  readonly detection: readonly Detection[];
};

/** What may fail in a window; for a calendar window, in the shortest one. */
export type Allowance = {
  /** How long everything may fail. */
  readonly outageSeconds: number;
  /** Events in the window, and how many of them may fail; `null`: their number is unknown. */
  readonly events: number | null;
  readonly failures: number | null;
};

/** In file order. */
export function explainFile(source: SloFile): readonly Explanation[] {
  if (source.kind === 'openslo') {
    const choice = noChoice(source.where);
    return source.file.objectives.map((slo) => explain({ ...slo, alerts: chooseAlerts(slo, choice) }, null));
  }
  return configuredSlos(source.configuration).map(({ slo, eventsPerSecond }) => {
    const alerts = slo.alerts.map((rule) => ({ ...rule, factor: tidy(burnFactor(rule, periodOf(slo))) }));
    return explain({ ...slo, alerts }, eventsPerSecond);
  });
}

type Promised = Pick<Slo, 'name' | 'service' | 'objective' | 'budgeting' | 'window'> & {
  readonly alerts: readonly BurnAlert[];
};

function explain(slo: Promised, eventsPerSecond: number | null): Explanation {
  const { name, service, objective, budgeting, window } = slo;
  const ratio = errorBudget(objective);
  const period = periodSeconds(window);
  // If time slices are budgeted, they are what may fail.
  const perSecond = budgeting.kind === 'occurrences' ? eventsPerSecond : 1 / budgeting.sliceSeconds;
  const alerts = slo.alerts.map(({ severity, factor, longSeconds, shortSeconds }) => {
    const share = tidy((factor * longSeconds) / period);
    return { severity, factor: tidy(factor), longSeconds, shortSeconds, share };
  });
  const { shortest, longest } = lengthsOf(window);
  const allowed = (seconds: number) => allowanceOf(seconds, { ratio, perSecond });
  const budget = { ratio, ...allowed(shortest), longest: longest === shortest ? null : allowed(longest) };
  return { name, service, objective, budgeting, window, budget, alerts, detection: detections(slo) };
}

type Share = { readonly ratio: number; readonly perSecond: number | null };

function allowanceOf(seconds: number, { ratio, perSecond }: Share): Allowance {
  const events = perSecond === null ? null : Math.round(perSecond * seconds);
  const failures = events === null ? null : Math.floor(tidy(events * ratio));
  return { outageSeconds: tidy(ratio * seconds), events, failures };
}

/** In seconds; for a calendar window, over four years including a leap year, in its own zone. */
function lengthsOf(window: SloWindow): { readonly shortest: number; readonly longest: number } {
  if (window.kind === 'rolling') return { shortest: window.seconds, longest: window.seconds };
  const lengths: number[] = [];
  for (let atMs = Date.UTC(2025, 0, 15); atMs < Date.UTC(2029, 0, 15); ) {
    const { fromMs, toMs } = windowBounds(window, atMs);
    lengths.push((toMs - fromMs) / 1_000);
    // A window ends with the instant before its end.
    atMs = toMs + 1;
  }
  return { shortest: Math.min(...lengths), longest: Math.max(...lengths) };
}

export const explanationSchema = 'garbageday/slo-explain@1';

/** One JSON document. Times are in seconds, shares and ratios 0–1; `null` means never, or unknown. */
export function explanationDocument(where: string, explanations: readonly Explanation[]) {
  return {
    schema: explanationSchema,
    file: where,
    objectives: explanations.map(({ window, alerts, ...rest }) => ({
      ...rest,
      window: windowText(window),
      timeZone: window.kind === 'calendar' ? window.timeZone : null,
      alerts: alerts.map(({ severity, factor, share, longSeconds, shortSeconds }) => ({
        severity,
        long: secondsText(longSeconds),
        short: secondsText(shortSeconds),
        factor,
        share,
      })),
    })),
  };
}
