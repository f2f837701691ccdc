/** Metrics and events by the OpenTelemetry protocol, where a collector is named (packages/sst/src/otlp.ts). */
import {
  bytesPerGb,
  daysPerMonth,
  minutesPerMonth,
  otlpBeginningsPerDay,
  otlpBytesPerJourney,
  otlpLateMinutes,
  sliceBytes,
  slicesPerRun,
} from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { countedJourneys } from './counted.ts';
import type { Stage } from './stage-sizes.ts';

/** Two queries for each journey: the sums of the day, and the windows of its objectives. */
const queriesPerJourney = 2;

/** Two days of experiments, and what became of two of them. */
const readsForExperiments = 4;

/** The first slice there is of a journey is looked for day by day. */
const readsForTheFirst = 400;

const windowDays = 30;

/** Strongly consistent queries: a unit per 4 KB, rounded up for each query. `journeys`: those that probers measure. */
export function readsOfOtlp(stage: Stage, journeys: number): number {
  const units = (minutes: number, slicesPerMinute: number) =>
    Math.ceil((minutes * slicesPerMinute * sliceBytes) / 4_096);
  const counted = countedJourneys(stage).length;
  const eachMinute =
    readsForExperiments +
    queriesPerJourney *
      (journeys * units(otlpLateMinutes.played, slicesPerRun) + counted * units(otlpLateMinutes.counted, 1));
  const anew = readsForTheFirst + units((windowDays + 1) * 1_440, slicesPerRun);
  return minutesPerMonth * eachMinute + daysPerMonth * otlpBeginningsPerDay * (journeys + counted) * anew;
}

/** What leaves AWS. Nothing where nothing is exported. */
export function otlpItems(stage: Stage, journeys: number): readonly CostItem[] {
  if (!stage.sizes.hasOtlp) return [];
  const all = journeys + countedJourneys(stage).length;
  const quantity = (minutesPerMonth * all * otlpBytesPerJourney) / bytesPerGb;
  return [
    itemOf({ category: 'watching', what: 'OTLP, to a collector elsewhere', quantity, price: 'internetGb' }),
  ];
}
