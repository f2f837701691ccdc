/** The ports of the function that exports metrics, and which journeys it exports when. */
import { reportedIn } from '@garbageday/aws/deployed.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { dayExporter } from '@garbageday/monitors/ledger/due-exports.ts';
import { ledgerMetrics } from '@garbageday/monitors/ledger/ledger-metrics.ts';
import { OtlpExportError } from '@garbageday/otlp/export-once.ts';
import { measuringOf, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';
import { configuration } from '../configuration.ts';
import { measuredEnvironment } from '../environment/otlp.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { excludedBefore } from '../excluded.ts';
import { logger } from '../observe/logger.ts';
import { composeOtlp } from './otlp.ts';

/** For as long as the process lives: each remembers what it has read, and up to when it has exported. */
export function composeOtlpMetrics() {
  const env = readEnvironment(measuredEnvironment);
  const stage = { fleet: env.FLEET, traffic: env.TRAFFIC, hasUsers: env.HAS_USERS === 'true' };
  const { configuration: reported } = reportedIn(stage, configuration());
  const { ledger, lastLeverMove, exporting, clock } = composeOtlp();
  const lever = () => positionOf(lastLeverMove);
  const exporters = partsOf(reported, stage.hasUsers).map(({ journeys, settleMs, lateMs, hasChaos }) =>
    dayExporter({
      settleMs,
      read: ledgerMetrics({
        ...{ ledger, configuration: reported, journeys, lateMs },
        lever: hasChaos ? lever : null,
        excludedBefore: (toMs) => excludedBefore(reported, toMs),
      }),
      send: exporting.metrics,
      isRefused: (error) => error instanceof OtlpExportError && error.isRefused,
      onRefused: (error) => logger.warn('the last sums of a day were not taken', { error }),
    }),
  );
  return { exporters, clock };
}

/** Everything else is exported all the same. */
async function positionOf(
  lastMove: () => Promise<{ readonly position: LeverPosition }>,
): Promise<LeverPosition | null> {
  try {
    return (await lastMove()).position;
  } catch (error) {
    logger.warn('metrics are exported without the safety lever', { error });
    return null;
  }
}

/** Probers write within minutes. Load balancers are counted every five minutes, and an idle minute is certain after fifteen. */
const counted = { settleMs: 25 * minuteMs, lateMs: 4 * hourMs } as const;

/** Journeys that are known at the same time are exported together. */
function partsOf({ journeys }: Configuration, hasUsers: boolean) {
  const namesOf = (of: readonly MeasuredJourney[]) => of.map(({ name }) => name);
  const ofTraffic = journeys.filter(({ measuredBy }) => measuredBy !== undefined);
  const played = journeys.filter(
    ({ role, measuredBy }) => measuredBy === undefined && (role === 'judge' || hasUsers),
  );
  const settleMs = Math.max(...played.map(settledAfterMs), 3 * minuteMs);
  const first = { journeys: namesOf(played), settleMs, lateMs: settleMs + 10 * minuteMs, hasChaos: true };
  if (ofTraffic.length === 0) return [first];
  return [first, { journeys: namesOf(ofTraffic), ...counted, hasChaos: false }];
}

/** Of a journey without steps the deployment knows what it does: no more than three requests. */
const mostDefaultSteps = 3;

/** What began in a minute's last second writes that minute's slice when it has ended. A minute to spare. */
function settledAfterMs(journey: MeasuredJourney): number {
  const measuring = measuringOf(journey);
  const requests = journey.steps.length === 0 ? 2 * mostDefaultSteps : measuring.requests;
  const wholeMs = minuteMs + wholeTimeMs({ ...measuring, requests }, journey.timeoutMs);
  return Math.ceil(wholeMs / minuteMs) * minuteMs;
}
