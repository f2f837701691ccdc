/** SLOs as a person would write them in garbageday.config.json. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { BurnRule } from '@garbageday/core/slo/burn-rule.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { secondsText, windowText } from '@garbageday/core/slo/window.ts';
import type { AlertInput, BudgetingInput, SloInput } from '../configuration-input.ts';
import { defaultJourneys } from '../default-journeys.ts';
import { describeIssue } from '../describe-issue.ts';
import { slug } from '../fields.ts';
import type { Duration } from '../journey-input.ts';
import { pathText } from '../path-text.ts';
import { sloSchema, whyNoJourney } from '../slo-schema.ts';
import type { Place } from './place.ts';
import { problemText } from './problem.ts';
import type { KeptSlo } from './slos-of-openslo.ts';

/** The part of a configuration that an OpenSLO file defines; `parseConfiguration` accepts it. */
export type ConfigurationPart = {
  readonly service: string;
  readonly users?: { readonly latencyThreshold: Duration };
  readonly probe?: { readonly latencyThreshold: Duration };
  readonly slos: readonly SloInput[];
};

/**
 * The part of a configuration that holds these SLOs.
 *
 * @throws UsageError `<where>:<line>: <path>: …` for what a configuration cannot hold: another journey, several
 * services, a window of hours, two thresholds for the latency of one journey.
 */
export function configurationPart(kept: readonly KeptSlo[], where: string): ConfigurationPart {
  const [first] = kept;
  if (first === undefined) throw new UsageError(`${where}: has no SLO; write a document of kind SLO`);
  const { service } = first.slo;
  for (const { slo, written } of kept) {
    const why = whyNoService(slo.service, service) ?? whyNoInput(sloInput(slo, written.alerts !== null));
    if (why !== null) throw refusal(where, written.place, why);
  }
  return {
    service,
    ...threshold('users', kept, where),
    ...threshold('probe', kept, where),
    slos: kept.map(({ slo, written }) => sloInput(slo, written.alerts !== null)),
  };
}

function refusal(where: string, place: Place, why: string): UsageError {
  return new UsageError(
    problemText(where, place.remark('elsewhere', `a configuration cannot keep this objective: ${why}`)),
  );
}

function whyNoService(service: string, first: string): string | null {
  if (service !== first)
    return `its service is "${service}" and another's "${first}"; a configuration has one`;
  const [issue] = slug().safeParse(service, { error: describeIssue }).error?.issues ?? [];
  return issue === undefined ? null : `service: ${issue.message}`;
}

function whyNoInput(input: SloInput): string | null {
  const [issue] = sloSchema.safeParse(input, { error: describeIssue }).error?.issues ?? [];
  if (issue !== undefined) return `${pathText(issue.path)}: ${issue.message}`;
  // The steps of other journeys would have to be written too, and OpenSLO does not have them.
  const wrong = whyNoJourney([input], defaultJourneys);
  return wrong === null ? null : `journey: ${wrong.message}`;
}

/** Default alerts follow from the window, in both formats. */
function sloInput(slo: Slo, hasAlerts: boolean): SloInput {
  const { journey, step, vantage, sli } = slo.source;
  return {
    name: slo.name,
    journey,
    ...(step === null ? {} : { step }),
    ...(vantage === null ? {} : { vantage }),
    sli,
    objective: slo.objective,
    ...(slo.budgeting.kind === 'occurrences' ? {} : { budgeting: budgetingInput(slo.budgeting) }),
    window: windowText(slo.window),
    ...(slo.window.kind === 'calendar' ? { timeZone: slo.window.timeZone } : {}),
    ...(hasAlerts ? { alerts: slo.alerts.map(alertInput) } : {}),
  };
}

function budgetingInput(budgeting: Exclude<Budgeting, { readonly kind: 'occurrences' }>): BudgetingInput {
  const slice = secondsText(budgeting.sliceSeconds);
  if (budgeting.kind === 'ratio-timeslices') return { kind: budgeting.kind, slice };
  return { kind: budgeting.kind, slice, target: budgeting.sliceTarget };
}

function alertInput({ severity, share, longSeconds, shortSeconds }: BurnRule): AlertInput {
  return { severity, share, long: secondsText(longSeconds), short: secondsText(shortSeconds) };
}

/** The threshold of a journey, which all its latency SLOs share. */
function threshold(
  journey: (typeof defaultJourneys)[number]['name'],
  kept: readonly KeptSlo[],
  where: string,
): object {
  const own = kept.filter(({ slo, thresholdMs }) => slo.source.journey === journey && thresholdMs !== null);
  const [first] = own;
  if (first === undefined) return {};
  const other = own.find(({ thresholdMs }) => thresholdMs !== first.thresholdMs);
  if (other === undefined) return { [journey]: { latencyThreshold: `${first.thresholdMs}ms` } };
  const why = `its threshold is ${other.thresholdMs} ms and another's ${first.thresholdMs} ms; the journey ${journey} has one`;
  throw refusal(where, other.written.place, why);
}
