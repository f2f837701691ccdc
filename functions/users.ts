/** Every minute: a load, for a service that has no users yet. */
import { measuringHandler } from './measuring-handler.ts';

export const handler = measuringHandler();
