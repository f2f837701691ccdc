/** Every minute: whole journeys through the load balancer, as a user would make them. Bundled small: no tracer. */

import { probeMeasuring } from '@garbageday/prober/measuring-time.ts';
import { startProbe } from '@garbageday/prober/probe.ts';
import { measuringHandler } from './measuring-handler.ts';

export const handler = measuringHandler({ kind: 'probe', start: startProbe, measuring: probeMeasuring });
