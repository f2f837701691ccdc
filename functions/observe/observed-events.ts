/** What happens to an experiment, also in the log and in the metrics. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Events } from '@garbageday/core/ports.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/** Events are published in durable steps, so each is logged once, however often the execution is replayed. */
export function observedEvents(events: Events): Events {
  return {
    publish: async (event) => {
      await events.publish(event);
      if (event.kind !== 'transition') return;
      const { seq, state } = event.transition;
      logger.info(state.kind, { group: event.plan.group, seq, state });
      metrics.addMetric(`Experiment-${state.kind}`, MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    },
  };
}
