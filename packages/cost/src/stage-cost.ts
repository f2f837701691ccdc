/** A stage's month, item by item. */
import { type CostItem, sumOf } from './cost-item.ts';
import { functionItems } from './functions.ts';
import { ledgerItems } from './ledger.ts';
import { networkItems } from './network.ts';
import { type ProbeComparison, probeComparison } from './probe-comparison.ts';
import { serverItems } from './servers.ts';
import { smallItems } from './small-change.ts';
import type { Stage } from './stage-sizes.ts';
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
  return {
    stage: name,
    service: configuration.service,
    items,
    totalUsd: sumOf(items),
    probes: probeComparison(configuration.probe.ratePerSecond),
  };
}
