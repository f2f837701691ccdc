/**
 * Every minute: a judge's whole journeys through the load balancer, as a user would make them. Bundled small: no
 * tracer.
 */

import { measuringHandler } from './measuring-handler.ts';

export const handler = measuringHandler();
