/** The live page of a probe: what its prober measures second by second, and nothing to kill. */
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import { formatCount, formatDuration } from '@garbageday/render/format.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import { urlNames } from '@garbageday/render/summary/url-names.ts';
import { errorText } from '@garbageday/render/terminal/probe/probe-view.ts';
import { liveModel } from '../game-day/live-model.ts';
import { openLivePage, remembered } from '../game-day/live-page.ts';
import { probeBudgets } from './probe-budgets.ts';
import type { CountsOf } from './probe-metrics.ts';
import type { ProbeOptions } from './probe-options.ts';

export type ProbePage = {
  /** null: it could not be served. */
  readonly url: string | null;
  /** Sending begins. */
  readonly begin: (fromMs: number) => void;
  /** Of the URL with this index. */
  readonly slice: (index: number, slice: Slice, totals: ProberTotals) => void;
  /** Gives every tab the report, in 2 s at most. */
  readonly finish: (html: string) => Promise<void>;
  /** Without a report. Safe to repeat. */
  readonly close: () => Promise<void>;
};

/** `counts`: so far; `tell`: what a person has to know on the terminal, the address first. */
export async function openProbePage(
  options: ProbeOptions,
  counts: CountsOf,
  tell: (sentence: Sentence) => void,
): Promise<ProbePage> {
  const urls = urlNames(options.targets.map(({ url }) => url));
  const budgets = probeBudgets(options.objective, urls, counts);
  let fromMs = Date.now();
  const model = liveModel({
    ...{ service: serviceOf(urls), command: 'probe', seed: options.seed, durationMs: options.durationMs },
    journeys: urls.map((name) => ({ name, role: 'judge' })),
    now: Date.now,
    onEvent: () => {},
  });
  model.set({ phase: 'probing', url: urls.length === 1 ? (urls[0] ?? null) : null });
  const log = probeLog(model.say);
  const { recent } = remembered(async () =>
    model.state({
      ...{ groups: [], lever: { kind: 'released' }, waits: {} },
      budgets: budgets(Date.now(), fromMs),
    }),
  );
  const say = (sentence: Sentence): void => {
    model.say(sentence);
    tell(sentence);
  };
  const page = await openLivePage(options.page, { model: { set: model.set, say, greet: say }, recent });
  return {
    url: page.url,
    begin: (atMs) => {
      fromMs = atMs;
      model.measure(atMs);
    },
    slice: (index, slice, totals) => {
      const url = urls[index] ?? '';
      model.slice({ ...slice, journey: url }, totals);
      log(url, slice);
    },
    finish: page.give,
    close: page.close,
  };
}

function serviceOf(urls: readonly string[]): string {
  const [only = ''] = urls;
  return urls.length === 1 ? new URL(only).host : `${urls.length} URLs`;
}

type Measured = Pick<Slice, 'startMs' | 'availability' | 'errors'>;

/**
 * What a probe has to tell beside numbers: when requests to a URL begin to fail, and when they no longer do. Takes the slices
 * of each URL, oldest first.
 */
export function probeLog(say: (sentence: Sentence) => void): (url: string, slice: Measured) => void {
  const failingSinceMs = new Map<string, number>();
  return (url, { startMs, availability: { good, total }, errors }) => {
    const sinceMs = failingSinceMs.get(url);
    if (total > good && sinceMs === undefined) {
      failingSinceMs.set(url, startMs);
      const counts = `${formatCount(total - good)} of ${formatCount(total)}`;
      say({ tone: 'bad', text: `${url}: ${counts} requests of this second failed (${errorText(errors)})` });
    }
    if (total > 0 && total === good && sinceMs !== undefined) {
      failingSinceMs.delete(url);
      say({
        tone: 'good',
        text: `${url}: nothing fails any more, after ${formatDuration(startMs - sinceMs)}`,
      });
    }
  };
}
