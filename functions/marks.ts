/** A kill, as soon as it is heard of: a mark in each tool that the configuration names, once. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { composeMarks } from './compose/marks.ts';
import { killEvent } from './events/kill-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { assertMarked, type Mark, markKill } from './mark-kill.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';
import { traced } from './observe/traced.ts';

export const handler = observed<readonly Mark[]>()
  .use(traced())
  .handler(async (input) => {
    const { detail } = parseEvent(killEvent, 'kill', input);
    const warn = (text: string) => logger.warn(text);
    const marks = await markKill({ ...composeMarks(warn), warn }, detail);
    logger.info('marks', { kill: detail.plan.id, marks });
    const there = marks.filter(({ kind }) => kind === 'there').length;
    metrics.addMetric('Marked', MetricUnit.Count, there);
    return assertMarked(marks);
  });
