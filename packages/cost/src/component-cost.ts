/** The monthly cost of the component: what `new GarbageDay(…)` creates next to existing servers. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { chaosSloOf } from '@garbageday/core/slo/chaos-slo.ts';
import { daysPerMonth, kmsRequests, queueRequests, siteDays } from './assumptions.ts';
import { type CostItem, itemOf, sumOf } from './cost-item.ts';
import { formatUsd } from './cost-text.ts';
import { countedJourneys } from './counted.ts';
import { experimentsPerMonth, functionItems } from './functions.ts';
import { ledgerItems } from './ledger.ts';
import type { PriceName } from './prices.ts';
import { probeComparison } from './probe-comparison.ts';
import type { StageCost } from './stage-cost.ts';
import type { Stage, StageSizes } from './stage-sizes.ts';
import { watchingItems } from './watching.ts';

export type ComponentCost = StageCost & {
  /** Without the cost of the judges: their functions, slices, metrics and silence alarms. */
  readonly beyondProbeUsd: number;
};

/** The lever and the directory. */
const parameters = 2;

/** What only the arguments of the component say. */
export type ComponentParts = Pick<StageSizes, 'hasSite' | 'hasOtlp'>;

/** Of the sizes, only these matter: there are no simulated users and no load balancer of its own. */
export function componentStage(configuration: Configuration, parts: ComponentParts = {}): Stage {
  return {
    name: 'component',
    configuration,
    sizes: {
      loadBalancer: 'alb',
      hasUsers: false,
      webInstanceType: '',
      dataInstanceType: '',
      loadBalancerInstanceType: '',
      dataVolumeGib: 0,
      nat: 'ec2',
      // A quorum may tell its roles by a tag, and then costs less.
      asksRoles: configuration.groups.some(({ kind }) => kind === 'data'),
      ...parts,
    },
  };
}

export function componentCost(configuration: Configuration, parts: ComponentParts = {}): ComponentCost {
  const stage = componentStage(configuration, parts);
  const items = itemsOf(stage);
  const totalUsd = sumOf(items);
  const withoutProbe = { ...configuration, journeys: countedJourneys({ configuration }) };
  const beyondProbeUsd = sumOf(itemsOf(componentStage(withoutProbe, parts)));
  const payer = chaosSloOf(configuration.slos);
  return {
    stage: stage.name,
    service: configuration.service,
    items,
    totalUsd,
    beyondProbeUsd,
    probes: probeComparison(journeyNamed(configuration.journeys, payer.journey).ratePerSecond),
  };
}

export function componentLine({ totalUsd, beyondProbeUsd }: ComponentCost): string {
  const probe = formatUsd(totalUsd - beyondProbeUsd);
  return `Of ${formatUsd(totalUsd)} $ the probe is ${probe} $, and all else ${formatUsd(beyondProbeUsd)} $.`;
}

function itemsOf(stage: Stage): readonly CostItem[] {
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'the rest', what, quantity, price });
  return [
    ...functionItems(stage),
    ...ledgerItems(stage),
    ...watchingItems(stage),
    line(`SSM parameters: ${parameters}`, parameters, 'standardParameter'),
    ...(stage.sizes.hasSite ? [line('report site, put', pagesPut(stage), 's3Put')] : []),
    line('KMS requests', kmsRequests, 'kmsRequest'),
    line('dead letters (SQS)', queueRequests, 'queueRequest'),
  ];
}

/** Every morning the first page, and one for each experiment of all its days. */
function pagesPut(stage: Stage): number {
  return daysPerMonth * (1 + (experimentsPerMonth(stage) * siteDays) / daysPerMonth);
}
