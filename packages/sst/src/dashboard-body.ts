/** The dashboard's widgets, in CloudWatch's format. Pure. */
import type { Configuration, SloConfiguration } from '@garbageday/core/configuration.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { burnAlarmPlan, burnExpression } from './burn-alarm-plan.ts';
import { goodMetric } from './metrics.ts';

export type Circumstances = {
  readonly config: Configuration;
  readonly hasUsers: boolean;
  readonly regionName: string;
  readonly log: string;
  readonly alarms: readonly string[];
  /** `null`: none is known. */
  readonly loadBalancer: Balancer | null;
  readonly namespaces: { readonly probe: string; readonly chaos: string };
};

type Balancer = {
  readonly kind: 'application' | 'network';
  readonly loadBalancer: string;
  readonly targetGroup: string;
};

type Widget = {
  readonly type: 'alarm' | 'log' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** Twenty-four columns; two widgets a row below the alarms. */
export function dashboardBody(about: Circumstances): { readonly widgets: readonly Widget[] } {
  const slos = about.config.slos
    .filter(countsWholeJourney)
    .filter(({ role }) => role === 'judge' || about.hasUsers);
  const charts = [
    ...slos.map((slo) => burnChart(about, slo)),
    ...about.config.journeys
      .filter(({ role }) => role === 'judge')
      .map((judge) => latencyChart(about, judge)),
    ...(about.loadBalancer === null
      ? []
      : [requestsChart(about, about.loadBalancer), healthChart(about, about.loadBalancer)]),
  ];
  const rows = charts.map((chart, index) => place(chart, index));
  const bottom = 3 + Math.ceil(charts.length / 2) * 6;
  return { widgets: [alarmsWidget(about), ...rows, eventsWidget(about, bottom)] };
}

function place(properties: Widget['properties'], index: number): Widget {
  const [x, y] = [(index % 2) * 12, 3 + Math.floor(index / 2) * 6];
  return { type: 'metric', x, y, width: 12, height: 6, properties };
}

function alarmsWidget({ alarms }: Circumstances): Widget {
  return { type: 'alarm', x: 0, y: 0, width: 24, height: 3, properties: { title: 'What rings', alarms } };
}

/** The chaos events themselves, newest first. */
function eventsWidget({ log, regionName }: Circumstances, y: number): Widget {
  const query = [
    `SOURCE '${log}'`,
    'fields @timestamp, detail.kind, detail.plan.group, detail.plan.fault, detail.transition.state.kind',
    'sort @timestamp desc',
    'limit 50',
  ].join(' | ');
  return {
    type: 'log',
    x: 0,
    y,
    width: 24,
    height: 8,
    properties: { title: 'Chaos', region: regionName, query, view: 'table' },
  };
}

/** The burn rate over an hour against the page's factor, with every kill as a bar. */
function burnChart(about: Circumstances, slo: SloConfiguration): Widget['properties'] {
  const { budget, severities } = burnAlarmPlan(slo);
  const horizontal = severities.flatMap(({ severity, rules }) =>
    rules.slice(0, 1).map(({ long }) => ({ label: `${severity} over ${long.name}`, value: long.factor })),
  );
  return {
    title: `Burn rate: ${slo.name}`,
    region: about.regionName,
    period: 300,
    stat: 'Sum',
    annotations: { horizontal },
    yAxis: { left: { min: 0 }, right: { min: 0, showUnits: false } },
    metrics: [
      [{ expression: burnExpression(budget), id: 'burn', label: 'Burn rate' }],
      journeyRow(about, slo, { metricName: 'Total', id: 'total' }),
      journeyRow(about, slo, { metricName: goodMetric[slo.sli], id: 'good' }),
      killsRow(about),
    ],
  };
}

function journeyRow(
  { namespaces, config }: Circumstances,
  slo: SloConfiguration,
  { metricName, id }: { readonly metricName: string; readonly id: string },
) {
  const place = { id, visible: false };
  return [namespaces.probe, metricName, 'Service', config.service, 'Journey', slo.journey, place];
}

function killsRow({ namespaces }: Circumstances) {
  return [namespaces.chaos, 'Injected', { label: 'Kills', yAxis: 'right', stat: 'Sum' }];
}

function latencyChart(
  about: Circumstances,
  { name, latencyThresholdMs }: Configuration['journeys'][number],
): Widget['properties'] {
  const { namespaces, config, regionName } = about;
  const row = (stat: string) => [
    namespaces.probe,
    'Latency',
    'Service',
    config.service,
    'Journey',
    name,
    { stat, label: stat },
  ];
  return {
    title: `Latency of the ${name}, from the intended time`,
    region: regionName,
    period: 60,
    metrics: [row('p50'), row('p95'), row('p99'), killsRow(about)],
    annotations: { horizontal: [{ label: 'threshold', value: latencyThresholdMs }] },
  };
}

function requestsChart(
  { regionName }: Circumstances,
  { kind, loadBalancer }: Balancer,
): Widget['properties'] {
  const row = (metricName: string) =>
    kind === 'application'
      ? ['AWS/ApplicationELB', metricName, 'LoadBalancer', loadBalancer]
      : ['AWS/NetworkELB', metricName, 'LoadBalancer', loadBalancer];
  const names =
    kind === 'application'
      ? ['RequestCount', 'HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count']
      : ['NewFlowCount', 'TCP_Target_Reset_Count', 'TCP_ELB_Reset_Count'];
  return {
    title: 'At the load balancer',
    region: regionName,
    period: 60,
    stat: 'Sum',
    metrics: names.map(row),
  };
}

function healthChart(
  { regionName }: Circumstances,
  { kind, loadBalancer, targetGroup }: Balancer,
): Widget['properties'] {
  const namespace = kind === 'application' ? 'AWS/ApplicationELB' : 'AWS/NetworkELB';
  const row = (metricName: string) => [
    namespace,
    metricName,
    'TargetGroup',
    targetGroup,
    'LoadBalancer',
    loadBalancer,
  ];
  return {
    title: 'Servers behind the load balancer',
    region: regionName,
    period: 60,
    stat: 'Minimum',
    metrics: [row('HealthyHostCount'), row('UnHealthyHostCount')],
    yAxis: { left: { min: 0 } },
  };
}
