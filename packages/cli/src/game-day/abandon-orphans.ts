/** Experiments that died with their supervisor: nobody will end them, and until they end they refuse all others. */
import type { Ledger } from '@garbageday/core/ports.ts';
import { cutShort } from './cut-short.ts';

const dayMs = 86_400_000;

/**
 * Records the end of every experiment of the last day that is under way. Only for whoever holds the directory's lock,
 * before its own first experiment.
 */
export async function abandonOrphans(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  nowMs: number,
): Promise<void> {
  const lastDay = { fromMs: nowMs - dayMs, toMs: nowMs + 1 };
  const text = 'the garbageday that ran it ended before it did';
  await cutShort(ledger, lastDay, { kind: 'abandoned', text });
}
