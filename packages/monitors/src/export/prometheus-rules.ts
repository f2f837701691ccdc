/**
 * Recording and alert rules for Prometheus: multi-window, multi-burn-rate (SRE Workbook, ch. 5, recommendation 6) over the live
 * metrics, with the objectives and the alert policy of the product itself. Pure.
 */
import { secondsText } from '@garbageday/core/slo/window.ts';
import { experimentLabel } from '../metric-catalogue.ts';
import type { Exported, ExportedRule, ExportedSlo } from './exported-slo.ts';
import { recordedRatio, selector, series } from './promql.ts';

type Labels = Readonly<Record<string, string>>;

export type RecordingRule = { readonly record: string; readonly expr: string; readonly labels: Labels };
export type AlertRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Labels;
  readonly annotations: Labels;
};
export type RuleGroup = {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
};
export type RuleFile = { readonly groups: readonly RuleGroup[] };

export function prometheusRules(exported: Exported): RuleFile {
  const { service, slos } = exported;
  const recorded = slos.flatMap((slo) => slo.seconds.map((seconds) => errorRatio(service, slo, seconds)));
  const alerts = slos.flatMap((slo) => slo.rules.map((rule) => burnAlert(exported, slo, rule)));
  const groups: readonly RuleGroup[] = [
    { name: `garbageday ${service}: error ratios`, interval: '30s', rules: recorded },
    { name: `garbageday ${service}: burning budgets`, interval: '30s', rules: alerts },
    { name: `garbageday ${service}: chaos and its probe`, interval: '30s', rules: chaosAlerts(exported) },
  ];
  return { groups: groups.filter(({ rules }) => rules.length > 0) };
}

/** The share of bad events; what the window lacks of its usual events counts as good. */
function errorRatio(service: string, { slo, eventsPerSecond }: ExportedSlo, seconds: number): RecordingRule {
  const per = (metric: 'sliBadEvents' | 'sliEvents') =>
    `sum(rate(${series(metric, { service, slo: slo.name })}[${secondsText(seconds)}]))`;
  return {
    record: recordedRatio(seconds),
    expr: `${per('sliBadEvents')} / clamp_min(${per('sliEvents')}, ${eventsPerSecond})`,
    labels: { service, slo: slo.name },
  };
}

function burnAlert(
  { service, runbook }: Exported,
  { slo, budget }: ExportedSlo,
  { severity, longSeconds, shortSeconds, factor }: ExportedRule,
): AlertRule {
  const over = (seconds: number) =>
    `${selector(recordedRatio(seconds), { service, slo: slo.name })} > ${factor} * ${budget}`;
  const [long, short] = [secondsText(longSeconds), secondsText(shortSeconds)];
  const name = untemplated(slo.name);
  return {
    alert: 'GarbageDayErrorBudgetBurn',
    expr: `${over(longSeconds)} and ${over(shortSeconds)}`,
    labels: { severity, service, slo: name, long, short },
    annotations: {
      summary: `${name} of ${service} burns its error budget at more than ${factor} times the rate that would last ${slo.window}`,
      description: `{{ $value | humanizePercentage }} of the events of the last ${long} were bad; the objective allows ${percent(budget)}. During an experiment the exemplars of the bad events name it (${experimentLabel}).`,
      ...(runbook === null ? {} : { runbook_url: runbook }),
    },
  };
}

/** Labels and annotations of alerts are templates of Go, in which a name may not begin an action. */
function untemplated(text: string): string {
  return text.replaceAll('{{', '{{"{{"}}');
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(12))}%`;
}

/** None of them fires while nothing is scraped: a game day ends. */
function chaosAlerts({ service, slos, runbook }: Exported): readonly AlertRule[] {
  const judges = [...new Set(slos.filter(({ slo }) => slo.role === 'judge').map(({ slo }) => slo.journey))];
  const link = runbook === null ? {} : { runbook_url: runbook };
  const silent = judges.map(
    (journey): AlertRule => ({
      alert: 'GarbageDayProbeSilent',
      expr: `sum by (service, journey) (rate(${series('requests', { service, journey })}[5m])) == 0`,
      for: '5m',
      labels: { severity: 'ticket', service, journey },
      annotations: {
        summary: `${journey} of ${service} sends nothing`,
        description: 'Its objectives are measured by no one, and every experiment is refused.',
        ...link,
      },
    }),
  );
  const failed: AlertRule = {
    alert: 'GarbageDayExperimentFailed',
    expr: `sum by (service, group, fault) (increase(${series('experiments', { service, outcome: 'fail' })}[10m])) > 0`,
    labels: { severity: 'ticket', service },
    annotations: {
      summary: `${service} did not withstand a {{ $labels.fault }} in {{ $labels.group }}`,
      description: 'The hypothesis of an experiment did not hold. Its report says what users felt.',
      ...link,
    },
  };
  return [...silent, failed];
}
