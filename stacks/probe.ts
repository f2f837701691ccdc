/** The probe: every minute, for 55 seconds, whole journeys through the load balancer. */
import { specs } from '../functions/specs.ts';
import type { Inside } from './entrance.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { probePlan } from './measuring.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

type ProbeInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  /** Before the servers serve, every minute would be a bad one. */
  readonly inService: readonly $util.Resource[];
  readonly inside: Inside | null;
};

/** It can write slices and metrics, and reach its target; it can read nothing. Returns what starts it. */
export function deployProbe({ foundation, given, inService, inside }: ProbeInput): sst.aws.CronV2 {
  const { reserve } = foundation;
  const { variable, timeout, concurrent } = probePlan(given.config);
  const environment = { ...given.environment, MEASURING: variable };
  const probe = createFunction('Probe', {
    wiring: wire(specs.probe, { ...given, environment }),
    description: 'Measures what users feel, for one minute',
    memory: '256 MB',
    timeout,
    // A minute that was missed cannot be measured later; the missing slice says so.
    retries: 0,
    maxEventAgeSeconds: 60,
    // Scheduler starts within a minute, not on the second: the next probe may overlap the last, a third never.
    reserved: reserve(concurrent),
    deadLetters: null,
    inside,
  });
  return createSchedule('EveryMinuteProbe', {
    schedule: 'rate(1 minute)',
    timeZone: 'UTC',
    function: probe,
    event: { kind: 'probe', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 0,
    maxEventAgeSeconds: 60,
    deadLetters: null,
    after: inService,
  });
}
