/** The live page over HTTP, for browsers on this machine. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { UsageError } from '@garbageday/core/errors.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { type AudienceControl, readSwitch } from '../audience/audience-control.ts';
import { type Hands, readKillWish, readReason } from '../hands.ts';
import { answer, refuse, send, setHeaders } from './answer.ts';
import { clientFiles } from './client-files.ts';
import { coloured, icon, pageDocument } from './document.ts';
import { forbidden, securityHeaders } from './guard.ts';
import { type LastReport, lastReport } from './last-report.ts';
import { listen } from './listen.ts';
import { onceLoaded } from './once-loaded.ts';
import { readBody } from './read-body.ts';
import { openStreams, type Streams } from './streams.ts';

export type PageServer = {
  /** `http://127.0.0.1:43210`. */
  readonly url: string;
  /** Until then the page can be watched, and no one can act on it. */
  readonly attach: (hands: Hands) => void;
  /** Tells every tab that the run is over; from now on nothing is computed, and no one can act. */
  readonly rest: () => Promise<void>;
  /** Gives every tab the report, and closes. Takes 2 s at most. */
  readonly finish: (html: string) => Promise<void>;
  /** Tells every tab that it was the last frame, and answers no one any more. Safe to repeat. */
  readonly close: () => Promise<void>;
};

/** What `/metrics` answers; `accept`: the header of the request. */
export type Metrics = (accept: string) => Promise<{ readonly contentType: string; readonly text: string }>;

export type PageSettings = {
  /** 250 by default. */
  readonly frameEveryMs?: number;
  /** What `/metrics` answers; null, and by default: nothing is there. */
  readonly metrics?: Metrics | null;
  /** What the presenter can switch; null, and by default: there is none. */
  readonly audience?: AudienceControl | null;
};

type Page = {
  readonly port: number;
  readonly token: string;
  readonly streams: Streams;
  readonly report: LastReport;
  readonly files: typeof clientFiles;
  readonly metrics: Metrics | null;
  readonly audience: AudienceControl | null;
  hands: Hands | null;
};

const longestBody = 4 * 1024;
const mostTabs = 32;

/** Listens on loopback, on a free port; keeps no process alive. */
export async function startPageServer(
  state: () => Promise<LiveState>,
  { frameEveryMs, metrics = null, audience = null }: PageSettings = {},
): Promise<PageServer> {
  const server = createServer();
  const listening = await listen(server, { host: '127.0.0.1', port: 0 });
  const streams = openStreams(state, randomBytes(6).toString('hex'), frameEveryMs);
  const page: Page = {
    port: listening.port,
    token: randomBytes(24).toString('base64url'),
    streams,
    report: lastReport(streams),
    files: onceLoaded(clientFiles),
    metrics,
    audience,
    hands: null,
  };
  server.on('request', (request, response) => {
    // The client may have gone by now.
    response.on('error', () => {});
    respond(request, response, page).catch(() => response.destroy());
  });
  const close = async (): Promise<void> => {
    await streams.close();
    await listening.close();
  };
  return {
    url: `http://127.0.0.1:${page.port}`,
    attach: (hands) => {
      page.hands = hands;
    },
    rest: async () => {
      page.hands = null;
      await streams.rest();
    },
    finish: async (html) => {
      page.hands = null;
      await streams.rest();
      await page.report.give(html);
      await close();
    },
    close,
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, page: Page): Promise<void> {
  setHeaders(response, securityHeaders);
  const no = forbidden(request, page);
  if (no !== null) refuse(response, no);
  else if (request.method === 'POST') await act(request, response, page);
  else await show(request, response, page);
}

/** Every address there is; what is not one of them is not looked for anywhere. */
async function show(request: IncomingMessage, response: ServerResponse, page: Page): Promise<void> {
  switch (request.url) {
    case '/':
      return send(response, 'text/html; charset=utf-8', pageDocument(page.token, page.audience !== null));
    case '/icon.svg':
      return send(response, 'image/svg+xml', icon);
    case '/page.js':
      return send(response, 'text/javascript; charset=utf-8', (await page.files()).script);
    case '/page.css':
      return send(response, 'text/css; charset=utf-8', coloured((await page.files()).style));
    case '/events':
      return await stream(request, response, page);
    case '/metrics':
      if (page.metrics !== null) return await expose(request, response, page.metrics);
      break;
    case '/audience':
      if (page.audience !== null) return answer(response, 200, page.audience.view());
      break;
    case '/report.html':
      if (page.report.show(response)) return;
      return answer(response, 404, { message: 'the report is written when the run ends' });
    default:
  }
  answer(response, 404, { message: 'there is nothing here; the page is at /' });
}

async function expose(request: IncomingMessage, response: ServerResponse, metrics: Metrics): Promise<void> {
  const { contentType, text } = await metrics(request.headers.accept ?? '');
  send(response, contentType, text);
}

async function stream(request: IncomingMessage, response: ServerResponse, { streams }: Page): Promise<void> {
  if (streams.count() >= mostTabs) {
    answer(response, 503, { message: `${mostTabs} tabs are open already` });
    return;
  }
  const last = request.headers['last-event-id'];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  await streams.open(response, typeof last === 'string' ? last : null);
}

async function act(request: IncomingMessage, response: ServerResponse, page: Page): Promise<void> {
  const { hands, audience } = page;
  try {
    const body = await readBody(request, longestBody);
    if (request.url === '/audience' && audience !== null) {
      answer(response, 200, audience.switchTo(readSwitch(body)));
      return;
    }
    if (hands === null) throw new UsageError('the service is still starting, or has ended');
    answer(response, 200, await carryOut(request.url, body, hands));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer(response, error instanceof UsageError ? 400 : 500, { message });
  }
}

async function carryOut(url: string | undefined, body: unknown, hands: Hands): Promise<unknown> {
  switch (url) {
    case '/kill': {
      const wish = readKillWish(body);
      if (wish === null)
        throw new UsageError('what to kill? give a group, an instanceId or null, and mode: dry-run or armed');
      return await hands.kill(wish);
    }
    case '/halt': {
      const reason = readReason(body);
      if (reason === null) throw new UsageError('reason: write one, of at most 200 characters');
      await hands.halt(reason);
      return {};
    }
    case '/resume':
      await hands.resume();
      return {};
    default:
      throw new UsageError('the page can kill, halt and resume');
  }
}
