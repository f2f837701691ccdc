/** Every workday before the window opens: draws the day's experiments, once, and schedules each for its minute. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { drawOnce } from '@garbageday/core/chaos/draw-once.ts';
import { composeDraw } from './compose/draw.ts';
import { drawEvent } from './events/draw-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';

type Drawn = { readonly date: string; readonly scheduled: readonly string[] };

export const handler = observed<Drawn>().handler(async (event) => {
  const { scheduledTime, leadMinutes } = parseEvent(drawEvent, 'draw', event);
  const { ledger, scheduler, clock, ...drawing } = composeDraw();
  const nowMs = clock.now();
  const fromMs = Math.max(nowMs, Date.parse(scheduledTime) + leadMinutes * 60_000);
  const { date, draws, plans } = await drawOnce(ledger, { ...drawing, fromMs, nowMs });
  for (const plan of plans) {
    const { kind } = await scheduler.schedule(plan);
    logger.info(kind, { experimentId: plan.id, plan });
  }
  logger.info('drawn', { date, draws });
  metrics.addMetric('Drawn', MetricUnit.Count, plans.length);
  return { date, scheduled: plans.map(({ id }) => id) };
});
