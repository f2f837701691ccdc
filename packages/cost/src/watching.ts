/** CloudWatch: metrics, the burn alarms, the dashboard. */
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import {
  configItemsPerDeployment,
  configItemsPerReplacement,
  configItemsPerRoleChange,
  deploymentsPerMonth,
  functionMetrics,
  minutesPerMonth,
  requestsPerJourney,
  slicesPerRun,
} from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { countedJourneys, countingItems } from './counted.ts';
import { experimentsPerMonth } from './functions.ts';
import { serverGroups } from './groups.ts';
import { journeysOf } from './ledger.ts';
import { otlpItems } from './otlp.ts';
import type { PriceName } from './prices.ts';
import type { Stage } from './stage-sizes.ts';

/**
 * packages/aws/src/contract/metric-names.ts: Total, Good, GoodInTime, Heartbeat, Latency, Lag; for a step, Total, Good
 * and Latency.
 */
const metricsPerJourney = 6;
const metricsPerStep = 3;

/** What a burn alarm's expression reads: total and good. */
const metricsPerWindow = 2;

/** Dead letters of events and of experiments: one metric each, like a silent judge. */
const letterAlarms = 2;

/** One for each Auto Scaling group; each member of the replica set has its own (packages/sst/src/launch-alarms.ts). */
function launchAlarms(stage: Stage): number {
  return serverGroups(stage).reduce(
    (sum, { group }) => sum + (group.kind === 'data' ? group.desiredSize : 1),
    0,
  );
}

export type AlarmCounts = { readonly windows: number; readonly composites: number; readonly plain: number };

/**
 * For every SLO that has alarms: a pair of window alarms for each rule, and a composite for each severity
 * (packages/sst/src/alarms.ts).
 */
export function alarmCounts(stage: Stage): AlarmCounts {
  const { configuration, sizes } = stage;
  const judges = configuration.journeys.filter(({ role }) => role === 'judge');
  const counted = new Set(countedJourneys(stage).map(({ name }) => name));
  const slos = configuration.slos.filter(
    (slo) =>
      countsWholeJourney(slo) && (slo.role === 'judge' || (sizes.hasUsers && !counted.has(slo.journey))),
  );
  const severities = slos.map(({ alerts }) => new Set(alerts.map(({ severity }) => severity)).size);
  return {
    windows: slos.reduce((sum, { alerts }) => sum + 2 * alerts.length, 0),
    composites: severities.reduce((sum, count) => sum + count, 0),
    plain: letterAlarms + judges.length + launchAlarms(stage),
  };
}

/** The judges' steps, the functions' own, and one for the injected faults. */
export function metricCount(stage: Stage): number {
  const steps = stage.configuration.journeys
    .filter(({ role }) => role === 'judge')
    .reduce((sum, judge) => sum + (judge.steps.length || requestsPerJourney), 0);
  return journeysOf(stage) * metricsPerJourney + steps * metricsPerStep + functionMetrics + 1;
}

export function watchingItems(stage: Stage): readonly CostItem[] {
  const { windows, composites, plain } = alarmCounts(stage);
  const metrics = metricCount(stage);
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'watching', what, quantity, price });
  return [
    line('custom metrics', metrics, 'metricMonth'),
    line('PutMetricData', journeysOf(stage) * minutesPerMonth * slicesPerRun, 'metricRequest'),
    line('alarms', windows * metricsPerWindow + plain, 'alarmMetricMonth'),
    line('composite alarms', composites, 'compositeAlarmMonth'),
    line('dashboard', 1, 'dashboardMonth'),
    ...countingItems(stage),
    ...otlpItems(stage, journeysOf(stage)),
    line('AWS Config, where it records', configurationItems(stage), 'configurationItem'),
  ];
}

/** Each experiment replaces a server, and one on the replica set may cause an election. */
function configurationItems(stage: Stage): number {
  const each = configItemsPerReplacement + configItemsPerRoleChange;
  return experimentsPerMonth(stage) * each + deploymentsPerMonth * configItemsPerDeployment;
}
