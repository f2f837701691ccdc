/** What a service says it holds, to be compared with the writes acknowledged to users and probe. */
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import { jsonAt, parseJson } from '@garbageday/prober/journey/json-path.ts';
import { textOf } from './answer-text.ts';

export type Audit = {
  /** The roles whose acknowledged writes are included in what is stored. */
  readonly roles: readonly JourneyRole[];
  /** How many of these writes are stored; null if that cannot be determined. */
  readonly countStored: () => Promise<number | null>;
};

/** For a service that cannot be asked. */
export const noAudit: Audit = { roles: ['load'], countStored: async () => null };

/**
 * @throws UsageError if no journey says which of its steps are writes: there would be nothing to compare what is stored
 * with.
 */
export function requireWrites(journeys: readonly Journey[]): void {
  const steps = journeys.flatMap((journey) => journey.steps);
  if (steps.some(({ expect }) => expect.some(({ kind }) => kind === 'increases'))) return;
  throw new UsageError(
    "audit: nothing that is sent counts as a write; add --path 'POST /add', or a journey with { kind: 'increases', … } (docs/journeys.md)",
  );
}

const withinMs = 10_000;
const tryAgainMs = 100;

/**
 * Asks the service itself through the load balancers, now and whenever the count is needed; what it held before does
 * not count. Its total does not distinguish loads from judges. Throws a UsageError if the first answer is not a number.
 */
export async function askedAudit(baseUrl: string, audit: AuditConfiguration): Promise<Audit> {
  const url = `${baseUrl}${audit.get}`;
  const before = await totalAt(url, audit.json);
  if (typeof before === 'string')
    throw new UsageError(`audit: GET ${audit.get} ${before}; it must say how many writes are stored`);
  return {
    roles: ['load', 'judge'],
    countStored: async () => {
      const untilMs = performance.now() + withinMs;
      while (true) {
        const total = await totalAt(url, audit.json);
        if (typeof total === 'number') return total - before;
        if (performance.now() > untilMs) return null;
        await delay(tryAgainMs);
      }
    },
  };
}

/** The total, or a text that says what is wrong with the answer. */
async function totalAt(url: string, json: string): Promise<number | string> {
  const answer = await textOf(request(url, { agent: false, timeout: 2_000 }));
  if (answer === null) return 'is not answered';
  if (answer.status < 200 || answer.status > 299) return `is answered with status ${answer.status}`;
  const total = jsonAt(parseJson(answer.text), json);
  if (typeof total === 'number' && Number.isInteger(total)) return total;
  return json === '' ? 'is not a whole number' : `has no whole number at ${json} in its JSON`;
}
