/** One experiment: claims, injects, watches, undoes and judges, and survives a crash at any point. */
import { composeExperiment } from './compose/experiment.ts';
import { experimentHandler } from './experiment-handler.ts';
import { observedEvents } from './observe/observed-events.ts';

export const handler = experimentHandler(async (context) => {
  const { configuration, ports } = await composeExperiment(context);
  return { configuration, ports: { ...ports, events: observedEvents(ports.events) } };
});
