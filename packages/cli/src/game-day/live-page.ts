/** The live page of a run: what it shows is what the terminal draws, what it does is what the commands do. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Stack } from '@garbageday/local/stack.ts';
import type { Address } from '@garbageday/page/audience/addresses.ts';
import type { Hands } from '@garbageday/page/hands.ts';
import type { Metrics, PageServer } from '@garbageday/page/server/page-server.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { narrateOutcome } from '@garbageday/render/narrate/experiment.ts';
import type { StackOptions } from '../options.ts';
import type { KillRequest } from '../platform/platform.ts';
import type { KillResult } from './control-protocol.ts';
import type { LiveModel } from './live-model.ts';
import { type OpenAudience, openAudience } from './open-audience.ts';
import { openInBrowser } from './open-in-browser.ts';

export type LivePage = {
  /** null: there is none. */
  readonly url: string | null;
  /** From now on, those who look may also act. */
  readonly attach: (hands: Hands) => void;
  /** In a browser: the page; where there is none (any more), the report as soon as it is written. */
  readonly open: () => void;
  /** The run is over: nothing is computed any more, and no one can act. */
  readonly rest: () => Promise<void>;
  /**
   * The report is in this file: every tab gets it, in 2 s at most. `tell` says in a line what went wrong, as the view is
   * gone by now.
   */
  readonly finish: (path: string, tell: (line: string) => void) => Promise<void>;
  /** The same for a report that is in no file. */
  readonly give: (html: string) => Promise<void>;
  /** Without a report. Safe to repeat. */
  readonly close: () => Promise<void>;
};

type Shown = {
  readonly model: Pick<LiveModel, 'set' | 'say' | 'greet'>;
  readonly recent: () => Promise<LiveState>;
  readonly metrics?: Metrics;
  /** Where phones reach it; null, and by default: not at all. */
  readonly audience?: Address | null;
};

/** Says where it is. A page that cannot be served is said to be missing, and the run goes on. */
export async function openLivePage(page: StackOptions['page'], shown: Shown): Promise<LivePage> {
  const { model } = shown;
  const audience = page === 'none' ? null : await openAudience(shown);
  const server = page === 'none' ? null : await serve(shown, audience);
  // Without the page no one could switch it off.
  if (server === null) await audience?.close();
  const browse = (url: string) => openInBrowser(url, (text) => model.say({ tone: 'bad', text }));
  if (server !== null && page === 'opened') browse(server.url);
  let isOpen = server !== null;
  let isReportWanted = false;
  const give = async (html: string): Promise<void> => {
    isOpen = false;
    await server?.finish(html);
  };
  return {
    url: server?.url ?? null,
    attach: (hands) => {
      server?.attach(hands);
      audience?.attach(hands);
    },
    open: () => {
      if (server !== null && isOpen) return browse(server.url);
      isReportWanted = true;
      model.say({ tone: 'info', text: 'the report will be opened in a browser when this run ends' });
    },
    rest: async () => {
      isOpen = false;
      await Promise.all([server?.rest(), audience?.close()]);
    },
    finish: async (path, tell) => {
      if (isReportWanted) openInBrowser(path, (text) => tell(`garbageday: ${text}`));
      await give(await readFile(path, 'utf8'));
    },
    give,
    close: async () => void (await Promise.all([server?.close(), audience?.close()])),
  };
}

async function serve(
  { model, recent, metrics }: Shown,
  audience: OpenAudience | null,
): Promise<PageServer | null> {
  try {
    const { startPageServer } = await import('@garbageday/page/server/page-server.ts');
    const server = await startPageServer(recent, { metrics: metrics ?? null, audience });
    model.set({ page: server.url });
    model.greet({ tone: 'info', text: `live page at ${server.url}` });
    if (audience !== null) model.greet(audience.greeting);
    return server;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    model.say({ tone: 'bad', text: `there is no live page: ${why}` });
    return null;
  }
}

/** A page and a terminal draw as often as each other: one of them computes, and both show it. */
const freshMs = 200;

export function remembered(compute: () => Promise<LiveState>): {
  readonly state: () => Promise<LiveState>;
  readonly recent: () => Promise<LiveState>;
} {
  let last: { readonly atMs: number; readonly state: Promise<LiveState> } | null = null;
  const state = (): Promise<LiveState> => {
    last = { atMs: performance.now(), state: compute() };
    return last.state;
  };
  return {
    state,
    recent: () => (last !== null && performance.now() - last.atMs < freshMs ? last.state : state()),
  };
}

type Acting = { readonly stack: Pick<Stack, 'fleet' | 'lever'> };

/** What `garbageday kill`, `halt` and `resume` do. */
export function pageHands({ stack }: Acting, kill: (request: KillRequest) => Promise<KillResult>): Hands {
  return {
    kill: async ({ group, instanceId, mode }) => {
      const { outcome } = await kill({
        group: group ?? groupByChance(await stack.fleet.groups()),
        fault: null,
        mode,
        ...(instanceId === null ? {} : { instanceId }),
      });
      return { kind: outcome.kind, text: narrateOutcome(outcome) };
    },
    halt: (reason) => stack.lever.halt(reason),
    resume: () => stack.lever.resume(),
  };
}

/** Each server that is in service is as likely as any other. @throws UsageError where there is none. */
function groupByChance(groups: readonly Group[]): string {
  const serving = groups.flatMap(({ instances }) => instances.filter(({ isInService }) => isInService));
  const chosen = serving.length === 0 ? undefined : serving[randomInt(serving.length)];
  if (chosen === undefined) throw new UsageError('no server is in service: there is none to kill');
  return chosen.group;
}
