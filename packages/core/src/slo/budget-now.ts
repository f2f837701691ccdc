/** What is left of an objective's budget, for whoever cannot wait long. */
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import type { Clock, Ledger } from '../ports.ts';
import { isVoid } from '../probe/coverage.ts';
import { slicePageSize } from '../probe/read-slices.ts';
import type { Slice } from '../probe/slice.ts';
import { budgetShares } from './evaluation-of.ts';
import { forecast } from './forecast.ts';
import { parseWindow, periodSeconds } from './window.ts';
import { windowBounds } from './window-bounds.ts';

export type BudgetNow = {
  /** Share of the window's budget, negative beyond. */
  readonly remaining: number;
  /** At the burn rate that was given; `null`: never, as far as that tells. */
  readonly exhaustedInSeconds: number | null;
};

export type BudgetQuestion = {
  readonly configuration: Pick<Configuration, 'service' | 'probe' | 'schedule'>;
  readonly slo: SloConfiguration;
  /** The burn rate now; `null` when it is not known. */
  readonly burn: number | null;
  /** When the answer is of no use any more, in epoch milliseconds. */
  readonly deadlineMs: number;
};

/** `null` when there is no data, or when reading the window took too long. */
export async function budgetNow(
  { clock, ledger }: { readonly clock: Pick<Clock, 'now'>; readonly ledger: Pick<Ledger, 'slices'> },
  { configuration, slo, burn, deadlineMs }: BudgetQuestion,
): Promise<BudgetNow | null> {
  const { service, probe, schedule } = configuration;
  const window = parseWindow(slo.window, schedule.timeZone);
  const { fromMs } = windowBounds(window, clock.now());
  const query = { service, journey: slo.journey, fromMs, toMs: clock.now(), pageSize: slicePageSize };
  const counts = { good: 0, total: 0 };
  for await (const page of ledger.slices(query)) {
    if (clock.now() > deadlineMs) return null;
    for (const slice of page.filter((each) => slo.journey === 'users' || !isVoid(each, probe.maxLagMs))) {
      add(counts, slice[slo.sli]);
    }
  }
  if (counts.total === 0) return null;
  const { remaining } = budgetShares(counts, slo.objective);
  return { remaining, exhaustedInSeconds: secondsOf(forecast(remaining, burn, periodSeconds(window))) };
}

function add(sum: { good: number; total: number }, { good, total }: Slice['availability']): void {
  sum.good += good;
  sum.total += total;
}

function secondsOf(when: ReturnType<typeof forecast>): number | null {
  if (when.kind === 'lasts') return null;
  return when.kind === 'exhausted' ? 0 : when.seconds;
}
