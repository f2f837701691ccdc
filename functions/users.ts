/** Every minute: the users of a service that has none yet. */
import { measuringHandler } from './measuring-handler.ts';

export const handler = measuringHandler('users');
