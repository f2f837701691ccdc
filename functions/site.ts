/** Every morning: the history as a site of static pages, in the bucket that the deployment named. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { platformOf } from '@garbageday/aws/deployed.ts';
import { putPages } from '@garbageday/aws/site-bucket.ts';
import { readSite } from '@garbageday/core/report/read-site.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { siteFiles } from '@garbageday/render/site/site-files.ts';
import { composeSite } from './compose/site.ts';
import { parseEvent } from './events/parse-event.ts';
import { siteEvent } from './events/site-event.ts';
import { excludedBefore } from './excluded.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';
import { traced } from './observe/traced.ts';

export type SitePut = { readonly pages: number };

export const handler = observed<SitePut>()
  .use(traced())
  .handler(async (event) => {
    const { days, scheduledTime } = parseEvent(siteEvent, 'site', event);
    const { configuration, notEvaluated, ledger, bucket } = composeSite();
    const toMs = Date.parse(scheduledTime);
    const site = await readSite(ledger, {
      ...{ configuration, notEvaluated, kind: 'window', fromMs: toMs - days * dayMs, toMs },
      platform: platformOf(configuration),
      excluded: await excludedBefore(configuration, toMs),
      timeZone: configuration.schedule.timeZone,
    });
    const pages = await putPages(bucket, siteFiles(site));
    logger.info('the site is in the bucket', { pages, bucket: bucket.bucket, prefix: bucket.prefix });
    metrics.addMetric('SitePages', MetricUnit.Count, pages);
    return { pages };
  });
