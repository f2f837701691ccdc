/** The counts of an objective's window, read from the ledger anew at each question. */
import type { Ledger } from '@garbageday/core/ports.ts';
import { rememberedCounts, type WindowCounts } from '@garbageday/core/slo/window-counts.ts';

export function freshCounts(ledger: Pick<Ledger, 'slices'>): WindowCounts {
  return (slo, window) => rememberedCounts({ ledger, service: 'wordcount', maxLagMs: 50 })(slo, window);
}
