/** Users for a service that has none yet: an open loop at the configured rate, measured like the real ones. */
import { specs } from '../functions/specs.ts';
import type { Inside } from './entrance.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { usersPlan } from './measuring.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

type UsersInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  /** Before the servers serve, every minute would be a bad one. */
  readonly inService: readonly $util.Resource[];
  readonly inside: Inside | null;
};

export function deployUsers({ foundation, given, inService, inside }: UsersInput): sst.aws.Function {
  const { reserve } = foundation;
  const { variable, timeout, concurrent } = usersPlan(given.config);
  const environment = { ...given.environment, MEASURING: variable };
  const users = createFunction('Users', {
    wiring: wire(specs.users, { ...given, environment }),
    description: 'Plays the users, for one minute',
    memory: '1024 MB',
    timeout,
    // Twice the users would be as wrong as none.
    retries: 0,
    maxEventAgeSeconds: 60,
    reserved: reserve(concurrent),
    deadLetters: null,
    inside,
  });
  createSchedule('EveryMinuteUsers', {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: users,
    event: { kind: 'users', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
  return users;
}
