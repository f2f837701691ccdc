/** The report, given to every tab before the process ends: to show, and to keep as the one HTML file. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { send, setHeaders } from './answer.ts';
import { securityHeaders } from './guard.ts';
import type { Streams } from './streams.ts';

export type LastReport = {
  /** Answers with the report; false: there is none yet. */
  readonly show: (response: ServerResponse) => boolean;
  /** Returns once every tab has it, and after 2 s at the latest: the process does not wait for a tab that sleeps. */
  readonly give: (html: string) => Promise<void>;
};

const longestWaitMs = 2_000;

/** Only the page may frame it; in there it runs nothing, sends nothing and loads nothing. */
export const reportHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
  'x-frame-options': 'SAMEORIGIN',
};

export function lastReport(streams: Streams): LastReport {
  let report: string | null = null;
  let shown = 0;
  const isGiven = Promise.withResolvers<void>();
  let tabs = Number.POSITIVE_INFINITY;
  const look = (): void => {
    if (shown >= tabs) isGiven.resolve();
  };
  return {
    show: (response) => {
      if (report === null) return false;
      setHeaders(response, reportHeaders);
      void once(response, 'close').then(() => {
        shown += 1;
        look();
      });
      send(response, 'text/html; charset=utf-8', report);
      return true;
    },
    give: async (html) => {
      report = html;
      tabs = streams.count();
      streams.tell('report', { html });
      look();
      await Promise.race([isGiven.promise, delay(longestWaitMs, undefined, { ref: false })]);
    },
  };
}
