/** Keeps a ledger up to date with the access logs of a load balancer: every request of every log, once. */
import type { Clock, Interval, Ledger } from '../ports.ts';
import { hourMs, minuteMs } from '../time/durations.ts';
import { type Counting, firstLookMs, lastSliceMs } from './count-minutes.ts';
import { idleMinute, sliceOfMinute } from './counted-minute.ts';
import { foldSlices } from './read-slices.ts';
import type { Slice } from './slice.ts';

/** The log of one node over some minutes, which has been closed. */
export type LogFile = {
  readonly key: string;
  /** The end of its minutes, epoch milliseconds. */
  readonly endMs: number;
  /** Distinguishes its slices from those of other logs of the same minute. */
  readonly seq: number;
};

/** Slices ascending by time; `unreadable`: lines that are not requests. */
export type ReadLog = (
  file: LogFile,
  identity: Counting,
) => Promise<{ readonly slices: readonly Slice[]; readonly unreadable: number }>;

export type LogPorts = {
  readonly ledger: Pick<Ledger, 'slices' | 'putSlice'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Logs that end in the interval, ascending by their ends. */
  readonly files: (interval: Interval) => Promise<readonly LogFile[]>;
  readonly read: ReadLog;
  /** Throws if there is nothing that could write logs, or nowhere to find them. Asked only when none was found. */
  readonly assertThere: () => Promise<void>;
  /** How long there is still time. */
  readonly remainingMs: () => number;
};

export type CountedLogs = {
  readonly files: number;
  readonly requests: number;
  /** Lines that were passed over. */
  readonly unreadable: number;
  /** Logs that no one could read, as sentences. They are tried again, while they are not older than three hours. */
  readonly failed: readonly string[];
};

/** "Log delivery is eventually consistent": logs of a period that come this late are still found. */
const latestMs = 3 * hourMs;

/** By now the logs of a minute have been delivered, as a rule; what comes later is added. */
const idleAfterMs = 15 * minuteMs;

/** "Elastic Load Balancing publishes a log file for each load balancer node every 5 minutes." */
const logMs = 5 * minuteMs;

/** With less, no further log is begun, and no further minute. */
const reserveMs = 20_000;

/** A repeat changes nothing: the slices of a log have keys of their own. */
export async function countLogFiles(ports: LogPorts, counting: Counting): Promise<CountedLogs> {
  const { ledger, clock, files, remainingMs } = ports;
  const nowMs = clock.now();
  const lastMs = await lastSliceMs(ledger, counting, nowMs);
  const fromMs = floorMinute(lastMs === null ? nowMs - firstLookMs : lastMs - latestMs);
  const known = await slicesSince(ledger, counting, fromMs);
  const found = await files({ fromMs, toMs: nowMs });
  if (found.length === 0) await ports.assertThere();
  const counted = { files: 0, requests: 0, unreadable: 0, failed: [] as string[] };
  for (const file of found.filter((each) => !known.has(markOf(each)))) {
    if (remainingMs() < reserveMs) return counted;
    await countFile(ports, counting, { file, known, counted });
  }
  await writeIdle(ports, counting, { known, fromMs, toMs: nowMs - idleAfterMs });
  return counted;
}

/** The minutes that are not idle, and the slices themselves by their keys. */
type Known = Set<number | string>;

function keyOf({ startMs, seq }: Pick<Slice, 'startMs' | 'seq'>): string {
  return `${startMs}#${seq}`;
}

/** The whole minute was counted by the load balancer's metrics, before its logs were read. */
function elsewhere({ startMs }: Pick<Slice, 'startMs'>): string {
  return `elsewhere#${startMs}`;
}

/** Every log has a slice in its last minute, written last: where it is, all of the log has been counted. */
function markOf({ endMs, seq }: LogFile): string {
  return keyOf({ startMs: lastMinuteOf(endMs), seq });
}

function lastMinuteOf(endMs: number): number {
  return floorMinute(endMs - 1);
}

function floorMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}

async function slicesSince(
  ledger: Pick<Ledger, 'slices'>,
  { service, journey }: Counting,
  fromMs: number,
): Promise<Known> {
  const toMs = Number.MAX_SAFE_INTEGER;
  return foldSlices<Known>(
    ledger,
    { service, journey, fromMs: fromMs - 10 * minuteMs, toMs },
    {
      start: new Set(),
      fold: (known, page) => {
        for (const slice of page) {
          known.add(slice.startMs).add(keyOf(slice));
          if (slice.seq === 0 && slice.availability.total > 0) known.add(elsewhere(slice));
        }
        return known;
      },
    },
  );
}

type Progress = {
  readonly file: LogFile;
  readonly known: Known;
  readonly counted: { files: number; requests: number; unreadable: number; readonly failed: string[] };
};

async function countFile(
  { ledger, read }: LogPorts,
  counting: Counting,
  { file, known, counted }: Progress,
): Promise<void> {
  const log = await read(file, counting).catch((error: unknown) => {
    counted.failed.push(String(error instanceof Error ? error.message : error));
    // A gap, unless another log has some of it: whether anyone came is not known.
    for (let atMs = file.endMs - logMs; atMs < file.endMs; atMs += minuteMs) known.add(floorMinute(atMs));
    return null;
  });
  if (log === null) return;
  const markMs = lastMinuteOf(file.endMs);
  const uncounted = log.slices.filter((slice) => !known.has(elsewhere(slice)));
  const own = uncounted.filter(({ startMs }) => startMs !== markMs);
  const last = uncounted.find(({ startMs }) => startMs === markMs) ?? idle(counting, markMs, file.seq);
  for (const slice of [...own, last]) {
    await ledger.putSlice(slice);
    known.add(slice.startMs).add(keyOf(slice));
    counted.requests += slice.availability.total;
  }
  counted.files += 1;
  counted.unreadable += log.unreadable;
}

/** A minute in which no one came is counted as that: it is not a gap. */
async function writeIdle(
  { ledger, remainingMs }: LogPorts,
  counting: Counting,
  { known, fromMs, toMs }: Interval & { readonly known: Known },
): Promise<void> {
  for (let startMs = fromMs; startMs < toMs; startMs += minuteMs) {
    if (known.has(startMs)) continue;
    // After two weeks there are thousands of them. The next run goes on where this one ends.
    if (remainingMs() < reserveMs) return;
    await ledger.putSlice(idle(counting, startMs, 0));
  }
}

function idle(counting: Counting, startMs: number, seq: number): Slice {
  return sliceOfMinute({ ...counting, startMs, widthSeconds: 60, seq }, idleMinute);
}
