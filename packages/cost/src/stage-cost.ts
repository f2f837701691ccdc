/** A stage's monthly cost, item by item. */
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { chaosSloOf } from '@garbageday/core/slo/chaos-slo.ts';
import { hoursPerMonth, kmsRequests, natGbPerMonth, queueRequests, storedGb, zones } from './assumptions.ts';
import { type CostItem, itemOf, sumOf } from './cost-item.ts';
import { functionItems } from './functions.ts';
import { ledgerItems } from './ledger.ts';
import type { PriceName } from './prices.ts';
import { type ProbeComparison, probeComparison } from './probe-comparison.ts';
import { serverItems } from './servers.ts';
import type { Stage } from './stage-sizes.ts';
import { type Traffic, trafficOf } from './traffic.ts';
import { watchingItems } from './watching.ts';

export type StageCost = {
  readonly stage: string;
  readonly service: string;
  readonly items: readonly CostItem[];
  /** US dollars a month. */
  readonly totalUsd: number;
  readonly probes: ProbeComparison;
};

/** @throws UsageError for an instance type without a price. */
export function stageCost(stage: Stage): StageCost {
  const items = [
    ...serverItems(stage),
    ...networkItems(stage),
    ...functionItems(stage),
    ...ledgerItems(stage),
    ...watchingItems(stage),
    ...smallItems(),
  ];
  const { name, configuration } = stage;
  const payer = chaosSloOf(configuration.slos);
  return {
    stage: name,
    service: configuration.service,
    items,
    totalUsd: sumOf(items),
    probes: probeComparison(journeyNamed(configuration.journeys, payer.journey).ratePerSecond),
  };
}

/** The lever, the directory, and those of the replica set: all of the standard tier. */
const parameters = 8;

function smallItems(): readonly CostItem[] {
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'the rest', what, quantity, price });
  return [
    line('private zone (Route 53)', 1, 'hostedZoneMonth'),
    line(`SSM parameters: ${parameters}`, parameters, 'standardParameter'),
    line('S3', storedGb, 's3GbMonth'),
    line('KMS requests', kmsRequests, 'kmsRequest'),
    line('dead letters (SQS)', queueRequests, 'queueRequest'),
  ];
}

function networkItems(stage: Stage): readonly CostItem[] {
  const { sizes } = stage;
  const traffic = trafficOf(stage);
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'network', what, quantity, price });
  const balancer =
    sizes.loadBalancer === 'alb'
      ? [
          line('ALB', hoursPerMonth, 'albHour'),
          line('ALB, load (LCU)', albUnits(traffic) * hoursPerMonth, 'albLcuHour'),
        ]
      : [
          line('NLB', hoursPerMonth, 'nlbHour'),
          line('NLB, load (NLCU)', nlbUnits(traffic) * hoursPerMonth, 'nlbLcuHour'),
        ];
  const nat = [
    line(`NAT gateways: ${zones}`, zones * hoursPerMonth, 'natGatewayHour'),
    line('NAT gateways, data', natGbPerMonth, 'natGatewayGb'),
  ];
  return [
    ...balancer,
    ...(sizes.nat === 'managed' ? nat : []),
    line(`public IPv4: ${2 * zones} (load balancer and NAT)`, 2 * zones * hoursPerMonth, 'publicIpv4Hour'),
    ...transfer(stage, traffic),
  ];
}

/**
 * The functions connect through public addresses; a web server's database is in another zone two times out of three.
 */
function transfer({ sizes }: Stage, { probeGb, usersGb }: Traffic): readonly CostItem[] {
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'network', what, quantity, price });
  const fromFunctions = probeGb + (sizes.hasUsers ? usersGb : 0);
  const betweenZones = ((probeGb + usersGb) * (zones - 1)) / zones;
  return [
    line('data, functions to load balancer', fromFunctions, 'zoneGb'),
    line('data, between zones (both directions)', 2 * betweenZones, 'zoneGb'),
    ...(sizes.hasUsers ? [] : [line('data, to users on the internet', usersGb, 'internetGb')]),
  ];
}

/**
 * The most expensive of its dimensions: 25 new connections a second, 1 GB an hour; we have no rules and few open
 * connections.
 */
function albUnits({ connectionsPerSecond, gbPerHour }: Traffic): number {
  return Math.max(connectionsPerSecond / 25, gbPerHour);
}

/** 800 new TCP connections a second, 1 GB an hour. */
function nlbUnits({ connectionsPerSecond, gbPerHour }: Traffic): number {
  return Math.max(connectionsPerSecond / 800, gbPerHour);
}
