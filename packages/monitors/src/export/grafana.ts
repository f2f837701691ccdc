/**
 * A dashboard for Grafana 10.4 and newer (its JSON model), over the live metrics in any Prometheus: what users feel, what is left of the
 * budgets, how fast they burn, and what chaos does, with each kill as an annotation. Pure.
 */
import { secondsText } from '@garbageday/core/slo/window.ts';
import { runningPhases } from '../live/experiment-counts.ts';
import type { Exported, ExportedSlo } from './exported-slo.ts';
import { chosenDataSource, type GrafanaPanel, panel, type Row, rowsOf } from './grafana-panels.ts';
import { series } from './promql.ts';

export type GrafanaDashboard = ReturnType<typeof grafanaDashboard>;

/** Grafana 10.4's. It migrates older models by itself. */
const schemaVersion = 39;

export function grafanaDashboard(exported: Exported) {
  const { service } = exported;
  return {
    title: `Garbage Day: ${service}`,
    description: 'Made by garbageday export grafana from the objectives of a configuration.',
    tags: ['garbageday', 'slo', 'chaos'],
    timezone: 'browser',
    editable: true,
    // One crosshair for all: what happened to the latency when a server died?
    graphTooltip: 1,
    time: { from: 'now-1h', to: 'now' },
    refresh: '10s',
    schemaVersion,
    templating: { list: [dataSource] },
    annotations: { list: [kills(service)] },
    panels: panelsOf(exported),
  };
}

const dataSource = {
  ...{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
  ...{ current: {}, hide: 0, multi: false, includeAll: false, options: [], refresh: 1, regex: '' },
};

/** `$__rate_interval` (a minute, for a step of 15 s) overlaps the step before; with `$__interval` a kill between two steps would be lost. */
function kills(service: string) {
  return {
    name: 'Kills',
    enable: true,
    iconColor: 'red',
    datasource: chosenDataSource,
    expr: `sum by (group, fault) (increase(${series('faultsInjected', { service })}[$__rate_interval])) > 0`,
    step: '15s',
    titleFormat: '{{fault}} of {{group}}',
    textFormat: service,
  };
}

function panelsOf(exported: Exported): readonly GrafanaPanel[] {
  const { service, slos } = exported;
  return rowsOf([
    { height: 5, panels: [budgets(service), healthy(service), faults(service)] },
    { height: 8, panels: [latency(service), failures(service)] },
    ...pairs(slos.filter(({ rules }) => rules.length > 0).map((slo) => burn(service, slo))),
    { height: 6, panels: [phases(service), outcomes(service)] },
  ]);
}

function pairs(all: Row['panels']): readonly Row[] {
  return all.flatMap((_, index) =>
    index % 2 === 0 ? [{ height: 8, panels: all.slice(index, index + 2) }] : [],
  );
}

function budgets(service: string) {
  return panel({
    type: 'stat',
    title: 'Error budget left',
    description: 'As report, gate and live page have it: time before the first measurement counts as good.',
    unit: 'percentunit',
    queries: [['{{slo}}', series('budgetRemaining', { service })]],
    thresholds: [
      { color: 'red', value: null },
      { color: 'orange', value: 0 },
      { color: 'green', value: 0.2 },
    ],
  });
}

function healthy(service: string) {
  return panel({
    type: 'stat',
    title: 'Healthy, beyond what is required',
    description: '0: the gate refuses to kill there. Below 0: the group does not do its work.',
    unit: 'none',
    queries: [
      [
        '{{group}}',
        `${series('healthyInstances', { service })} - ${series('requiredInstances', { service })}`,
      ],
    ],
    thresholds: [
      { color: 'red', value: null },
      { color: 'orange', value: 0 },
      { color: 'green', value: 1 },
    ],
  });
}

function faults(service: string) {
  return panel({
    type: 'stat',
    title: 'Faults injected',
    description: 'In the time that is shown.',
    unit: 'none',
    queries: [['{{group}}', `sum by (group) (increase(${series('faultsInjected', { service })}[$__range]))`]],
  });
}

function latency(service: string) {
  const at = (q: number) =>
    `histogram_quantile(${q}, sum by (le, journey) (rate(${series('requestDuration', { service }, '_bucket')}[$__rate_interval])))`;
  return panel({
    type: 'timeseries',
    title: 'Latency, from the moment a request was due',
    description: 'The points are exemplars: requests during an experiment, which they name.',
    unit: 's',
    queries: [
      ['{{journey}} p50', at(0.5)],
      ['{{journey}} p95', at(0.95)],
      ['{{journey}} p99', at(0.99)],
    ],
    hasExemplars: true,
  });
}

function failures(service: string) {
  return panel({
    type: 'timeseries',
    title: 'Failures a second, by reason',
    description: 'What users and probe did not get. A refusal of the gate is not a failure.',
    unit: 'reqps',
    queries: [
      [
        '{{journey}}: {{reason}}',
        `sum by (journey, reason) (rate(${series('badRequests', { service })}[$__rate_interval])) > 0`,
      ],
    ],
    hasExemplars: true,
  });
}

function burn(service: string, { slo, rules }: ExportedSlo) {
  const factors = [...new Map(rules.map((rule) => [rule.factor, rule])).values()].toSorted(
    (a, b) => a.factor - b.factor,
  );
  return panel({
    type: 'timeseries',
    title: `Burn rate: ${slo.name}`,
    description: `1 spends exactly the budget in ${slo.window}. ${factors
      .map(({ severity, factor, longSeconds, shortSeconds }) => {
        const windows = `${secondsText(longSeconds)} and ${secondsText(shortSeconds)}`;
        return `Above ${factor} over ${windows}: ${severity}.`;
      })
      .join(' ')} ${youngRun}`,
    unit: 'none',
    queries: [['over {{over}}', series('burnRate', { service, slo: slo.name })]],
    thresholds: [
      { color: 'green', value: null },
      ...factors.map(({ severity, factor }) => ({
        color: severity === 'page' ? 'red' : 'orange',
        value: factor,
      })),
    ],
    areThresholdsShown: true,
  });
}

/** The gauge is of the events seen, and an alert of those that should have been. */
const youngRun =
  'An alert counts what a window lacks of its usual events as good, so a young run may be above a line and nothing fires.';

function phases(service: string) {
  return panel({
    type: 'state-timeline',
    title: 'The experiment under way',
    description: `${runningPhases.join(', ')}.`,
    unit: 'none',
    queries: [['{{phase}}', `${series('experimentPhase', { service })} > 0`]],
  });
}

function outcomes(service: string) {
  return panel({
    type: 'timeseries',
    title: 'Experiments by outcome',
    description: 'Since the run began.',
    unit: 'none',
    queries: [['{{outcome}}', `sum by (outcome) (${series('experiments', { service })})`]],
  });
}
