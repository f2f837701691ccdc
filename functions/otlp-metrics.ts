/** Every minute: what the ledger knows, as sums since midnight UTC, to a collector. */
import { exportEach } from '@garbageday/monitors/ledger/due-exports.ts';
import { composeOtlpMetrics } from './compose/otlp-metrics.ts';
import { exportEvent } from './events/otlp-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { lazily } from './lazily.ts';
import { logger } from './observe/logger.ts';
import { observed } from './observe/observed.ts';

export type Exported = { readonly exports: number };

const composed = lazily(composeOtlpMetrics);

/** What fails is exported a minute later: nothing is lost, and nothing tries again. */
export const handler = observed<Exported>().handler(async (event) => {
  parseEvent(exportEvent, 'export', event);
  const { exporters, clock } = composed();
  const spans = await exportEach(exporters, clock.now());
  logger.info('exported', { spans });
  return { exports: spans.length };
});
