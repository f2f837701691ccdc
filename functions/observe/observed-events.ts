/** Also writes what happens to an experiment to the log and the metrics. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ChaosEvent, Events } from '@garbageday/core/ports.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * Events are published in durable steps, so each is logged once, however often the execution is replayed. An event that
 * the bus did not accept is logged all the same, and again when it is published with the next one; a metric that cannot
 * be written does not prevent publishing.
 */
export function observedEvents(events: Events): Events {
  return {
    publish: async (event) => {
      try {
        observe(event);
      } catch (error) {
        logger.warn('not observed', { error });
      }
      try {
        await events.publish(event);
      } catch (error) {
        logger.warn('not published', { error });
        throw error;
      }
    },
  };
}

function observe(event: ChaosEvent): void {
  if (event.kind !== 'transition') return;
  const { seq, state } = event.transition;
  logger.info(state.kind, { group: event.plan.group, seq, state });
  metrics.addMetric(`Experiment-${state.kind}`, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
