/** One experiment: claims, injects, watches, undoes and judges, and survives a crash at any point. */
import { composeExperiment } from './compose.ts';
import { experimentHandler } from './experiment-handler.ts';
import { observedEvents } from './observe/observed-events.ts';

export const handler = experimentHandler((context) => {
  const { configuration, ports } = composeExperiment(context);
  return { configuration, ports: { ...ports, events: observedEvents(ports.events) } };
});
