/** What happens to experiments and the safety lever, as it happens, to a collector: taken before the function returns, or it fails. */
import { composeOtlp } from './compose/otlp.ts';
import { configuration } from './configuration.ts';
import { otlpEvent } from './events/otlp-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { observed } from './observe/observed.ts';
import { otlpEventOf } from './otlp-event-of.ts';

/** `null`: a step that is not worth an event. */
export type ExportedEvent = { readonly event: string | null };

export const handler = observed<ExportedEvent>().handler(async (input) => {
  const event = parseEvent(otlpEvent, 'chaos or lever', input);
  const { exporting, clock, ...ports } = composeOtlp();
  const told = await otlpEventOf({ ...ports, service: configuration().service }, event);
  if (told !== null) {
    await exporting.event(told, clock.now());
    logger.info('exported', { event: told.name, uid: told.attributes['log.record.uid'] });
  }
  return { event: told?.name ?? null };
});
