/** Every minute: the users of a service that has none yet. */
import { usersMeasuring } from '@garbageday/prober/measuring-time.ts';
import { startUsers } from '@garbageday/prober/users.ts';
import { measuringHandler } from './measuring-handler.ts';

export const handler = measuringHandler({ kind: 'users', start: startUsers, measuring: usersMeasuring });
