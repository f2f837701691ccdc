/** Core's ledger in a SQLite file. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { stateCodec } from '@garbageday/core/chaos/kept-records.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Claim, Interval, Ledger, SliceQuery } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { keptMs } from '@garbageday/core/time/durations.ts';
import type { LedgerFile, Row } from './ledger-file/open-ledger-file.ts';
import { localLosses } from './losses.ts';

/**
 * Every write is one statement under a primary key, so a crash leaves it done or not done, and a repeat changes
 * nothing.
 */
export function localLedger(file: LedgerFile): Ledger {
  return {
    claim: async (key, experimentId) => claim(file, key, experimentId),
    recordTransition: async (transition) => {
      file.write(
        'INSERT INTO transitions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        transition.experimentId,
        transition.seq,
        transition.atMs,
        stateCodec.encode(transition.state),
      );
    },
    transitions: (interval) => transitions(file, interval),
    putSlice: async (slice) => {
      file.write(
        'INSERT INTO slices VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        slice.service,
        slice.journey,
        slice.startMs,
        slice.vantage,
        slice.seq,
        JSON.stringify(slice),
      );
    },
    slices: (query) => slicePages(file, query),
    ...localLosses(file),
  };
}

/** Null: nothing has been measured. */
export function lastMeasuredService(file: LedgerFile): string | null {
  const [newest] = file.read('SELECT service FROM slices ORDER BY start_ms DESC LIMIT 1');
  return newest === undefined ? null : String(newest['service']);
}

/** Deletes slices older than 400 days (domain.md §8). Returns how many were deleted. */
export function forgetOldSlices(file: LedgerFile, nowMs: number): number {
  return file.write('DELETE FROM slices WHERE start_ms < ?', nowMs - keptMs);
}

/**
 * @throws UsageError if there are slices from the future: the clock was set back, and what this run measures in the
 * same seconds would be taken for a repeat.
 */
export function refuseFutureSlices(file: LedgerFile, nowMs: number): void {
  const newestMs = file.read('SELECT MAX(start_ms) AS newest_ms FROM slices')[0]?.['newest_ms'] ?? null;
  if (newestMs === null || Number(newestMs) <= nowMs) return;
  const until = new Date(Number(newestMs)).toISOString();
  throw new UsageError(
    `${file.path} has measurements up to ${until}, which is in the future (was the clock set back?); ` +
      `wait ${Math.ceil((Number(newestMs) - nowMs) / 1_000)} s, or use --directory`,
  );
}

function claim(file: LedgerFile, key: string, experimentId: string): Claim {
  file.write('INSERT INTO claims VALUES (?, ?) ON CONFLICT DO NOTHING', key, experimentId);
  const by = String(file.read('SELECT experiment_id FROM claims WHERE key = ?', key)[0]?.['experiment_id']);
  return by === experimentId ? { kind: 'taken' } : { kind: 'already-claimed', by };
}

async function* transitions(file: LedgerFile, interval: Interval): AsyncIterable<Transition> {
  const experiments = file.read(
    'SELECT experiment_id FROM transitions WHERE seq = 0 AND at_ms >= ? AND at_ms < ? ORDER BY at_ms, experiment_id',
    interval.fromMs,
    interval.toMs,
  );
  for (const experiment of experiments) {
    const id = String(experiment['experiment_id']);
    const rows = file.read('SELECT * FROM transitions WHERE experiment_id = ? ORDER BY seq', id);
    for (const row of rows) yield toTransition(row);
  }
}

function toTransition(row: Row): Transition {
  return {
    experimentId: String(row['experiment_id']),
    seq: Number(row['seq']),
    atMs: Number(row['at_ms']),
    state: stateCodec.decode(String(row['state'])),
  };
}

/** Pages by key, not by offset: each page costs the same, and slices written meanwhile shift nothing. */
async function* slicePages(file: LedgerFile, query: SliceQuery): AsyncIterable<readonly Slice[]> {
  if (!Number.isInteger(query.pageSize) || query.pageSize < 1) {
    throw new RangeError(`pageSize must be a positive integer, not ${query.pageSize}`);
  }
  let after: readonly [startMs: number, vantage: string, seq: number] = [query.fromMs, '', -1];
  while (true) {
    const rows = file.read(
      `SELECT start_ms, vantage, seq, slice FROM slices WHERE service = ? AND journey = ?
       AND start_ms < ? AND (start_ms, vantage, seq) > (?, ?, ?) ORDER BY start_ms, vantage, seq LIMIT ?`,
      query.service,
      query.journey,
      query.toMs,
      ...after,
      query.pageSize,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toSlice);
    // Reading a long history must not keep the supervisor from watching its servers.
    await nextTurn();
    after = [Number(last['start_ms']), String(last['vantage']), Number(last['seq'])];
  }
}

function toSlice(row: Row): Slice {
  const slice: Slice = JSON.parse(String(row['slice']));
  return slice;
}
