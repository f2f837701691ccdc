/** The report site: only where a bucket is named for it. The bucket is the app's own, and stays as private as it is. */
import { specs } from '../../../functions/specs.ts';
import type { ReportsArguments } from './arguments.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { objectsIn } from './policy.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

type SiteInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  readonly reports: ReportsArguments;
  readonly inService: readonly $util.Resource[];
};

const usualPrefix = 'garbageday/';

const usualDays = 90;

export function deploySite({ foundation, given, reports, inService }: SiteInput): void {
  const { bucket, prefix = usualPrefix, days = usualDays } = reports;
  const { deadLetters, reserve } = foundation;
  const site = createFunction(foundation, 'Site', {
    wiring: wire(specs.site, {
      ...given,
      environment: { ...given.environment, SITE_BUCKET: bucket, SITE_PREFIX: prefix },
      scopes: { ...given.scopes, pages: { resources: [objectsIn(bucket, prefix)] } },
    }),
    description: 'Puts the report site into a bucket',
    memory: '1024 MB',
    timeout: '300 seconds',
    retries: 2,
    // Tomorrow's site has all that today's would have had.
    maxEventAgeSeconds: 6 * 3_600,
    reserved: reserve(1),
    deadLetters: deadLetters.events,
  });
  createSchedule(foundation, 'DailySite', {
    timeZone: given.config.schedule.timeZone,
    function: site,
    retries: 5,
    maxEventAgeSeconds: 6 * 3_600,
    deadLetters: deadLetters.events,
    after: inService,
    // After the reports, which end what was left without an end.
    schedule: 'cron(20 8 * * ? *)',
    event: { kind: 'site', days, scheduledTime: '<aws.scheduler.scheduled-time>' },
  });
}
