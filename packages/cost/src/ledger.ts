/** The ledger: slices written every minute and kept for 400 days, read by reports and gates. */
import {
  bytesPerGb,
  daysPerMonth,
  minutesPerCount,
  minutesPerMonth,
  roleSeconds,
  secondsPerMonth,
  siteDays,
  sliceBytes,
  sliceDays,
  slicesPerRun,
  transitionsPerExperiment,
  weeksPerMonth,
} from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { countedSlices } from './counted.ts';
import { experimentsPerMonth } from './functions.ts';
import { serverGroups } from './groups.ts';
import { readsOfOtlp } from './otlp.ts';
import type { PriceName } from './prices.ts';
import type { Stage } from './stage-sizes.ts';

/** A report reads the SLO window of every journey: 30 days of minutes. */
const slicesPerWindow = 30 * 24 * 60 * slicesPerRun;

/** Claim, transition and the entry of its day, each a small item. */
const writesPerTransition = 3;

export function ledgerItems(stage: Stage): readonly CostItem[] {
  const journeys = journeysOf(stage);
  const experiments = experimentsPerMonth(stage);
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'ledger', what, quantity, price });
  const slices = journeys * minutesPerMonth * slicesPerRun + countedSlices(stage);
  const writes =
    slices * Math.ceil(sliceBytes / 1_024) + experiments * transitionsPerExperiment * writesPerTransition;
  const storedGb = (slices * (sliceDays / daysPerMonth) * sliceBytes) / bytesPerGb;
  return [
    line('DynamoDB, writes', writes, 'dynamoWrite'),
    line("DynamoDB, members' roles", memberWrites(stage), 'dynamoWrite'),
    line('DynamoDB, reads', readsOf(journeys, experiments) + readsOfCounted(stage), 'dynamoRead'),
    ...(stage.sizes.hasSite ? [line('DynamoDB, reads for the site', readsOfSite(slices), 'dynamoRead')] : []),
    ...(stage.sizes.hasOtlp
      ? [line('DynamoDB, reads for OTLP', readsOfOtlp(stage, journeys), 'dynamoRead')]
      : []),
    line('DynamoDB, storage after 400 days', storedGb, 'dynamoGbMonth'),
    line('DynamoDB, point-in-time recovery', storedGb, 'dynamoRestoreGbMonth'),
  ];
}

/** Each member of a replica set reports its role, all month. */
function memberWrites(stage: Stage): number {
  const members = serverGroups(stage)
    .filter(({ group }) => group.kind === 'data')
    .reduce((sum, { group }) => sum + group.desiredSize, 0);
  return (members * secondsPerMonth) / roleSeconds;
}

/** Judges, and loads if users are simulated: no other requests get into the ledger. */
export function journeysOf({ configuration, sizes }: Stage): number {
  return configuration.journeys.filter(
    ({ role, measuredBy }) => measuredBy === undefined && (role === 'judge' || sizes.hasUsers),
  ).length;
}

/** Strongly consistent queries: one unit per 4 KB. */
function readsOf(journeys: number, experiments: number): number {
  const windows = (daysPerMonth + weeksPerMonth) * journeys + experiments;
  return (windows * slicesPerWindow * sliceBytes) / 4_096;
}

/** Every morning the slices of all its days. */
function readsOfSite(slicesPerMonth: number): number {
  return (daysPerMonth * slicesPerMonth * (siteDays / daysPerMonth) * sliceBytes) / 4_096;
}

/** Reports read the SLO windows, and each count looks at the last three hours. */
function readsOfCounted(stage: Stage): number {
  const slices = countedSlices(stage);
  const hours = minutesPerMonth / 60;
  const looks = (minutesPerMonth / minutesPerCount) * 3;
  return ((daysPerMonth + weeksPerMonth + looks / hours) * slices * sliceBytes) / 4_096;
}
