/**
 * The common part of all journeys, each in its own function: a minute of load, with its slices in the ledger and in the
 * metrics.
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seedOf } from '@garbageday/core/time/random.ts';
import { measure } from '@garbageday/prober/measure.ts';
import { measuringOf, sendTimeMs } from '@garbageday/prober/measuring-time.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import { composeMeasuring } from './compose/measuring.ts';
import { measureEvent } from './events/measure-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';

/** Nothing outlives an invocation: a connection found reset after a thaw would be blamed on the service. */
export function measuringHandler() {
  return observed<ProberTotals>().handler(async (event, context) => {
    const { ledger, metrics: published, load, clock } = await composeMeasuring();
    const { journey, scheduledTime } = parseEvent(measureEvent(load.journey.name), 'measure', event);
    const write = async (slice: Slice) => {
      await Promise.all([ledger.putSlice(slice), published.publishSlice(slice)]);
    };
    const seed = seedOf(load.service, journey, scheduledTime);
    const options = { ...load, seed, sliceSeconds: 60, seq: seqOf(scheduledTime) };
    const sendMs = sendTimeMs(measuringOf(load.journey), load.timeoutMs, context.getRemainingTimeInMillis());
    const totals = await measure({ options, sendMs, write, sleep: clock.sleep });
    logger.info('measured', { ...totals });
    metrics.addMetric('Sent', MetricUnit.Count, totals.sent);
    return totals;
  });
}

/** A minute may be touched by its own run and by earlier ones, so each run has its own number. */
function seqOf(scheduledTime: string): number {
  return Math.floor(Date.parse(scheduledTime) / 60_000) % 4;
}
