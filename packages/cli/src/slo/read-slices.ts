/** A file of slices, checked line by line and passed on as it is read. */

import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { parseSliceLine, type SliceLine } from '@garbageday/config/openslo/slice-line.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { fileName, requireReadable, unreadable } from './read-text-file.ts';

export type SlicesFile = { readonly path: string; readonly cwd: string; readonly nowMs: number };

/**
 * Passes on every slice in file order, which may be any.
 *
 * @throws UsageError `<file>:<line>: …` for the first line that is not a slice, repeats an earlier one, or starts at or
 * after now.
 */
export async function readSlices(
  { path, cwd, nowMs }: SlicesFile,
  onSlice: (slice: SliceLine) => void,
): Promise<void> {
  const where = fileName(path, cwd);
  const seen = minuteSet();
  for await (const { text, number } of linesOf(resolve(cwd, path), where)) {
    const parsed = parseSliceLine(text);
    if (parsed.kind === 'bad') throw new UsageError(`${where}:${number}: ${parsed.why}`);
    const why = whyNotNow(parsed.slice, nowMs) ?? whyRepeated(parsed.slice, seen);
    if (why !== null) throw new UsageError(`${where}:${number}: ${why}`);
    onSlice(parsed.slice);
  }
}

function whyNotNow({ startMs }: SliceLine, nowMs: number): string | null {
  if (startMs < nowMs) return null;
  return `minute: ${minuteText(startMs)} is from the future: it is not before --now ${new Date(nowMs).toISOString()}`;
}

function whyRepeated(slice: SliceLine, seen: ReturnType<typeof minuteSet>): string | null {
  const { startMs, journey, step, vantage, sli } = slice;
  if (seen.add(JSON.stringify([journey, step, vantage, sli]), startMs)) return null;
  const whose = journey === null ? '' : ` of the journey ${journey}`;
  return `minute: ${minuteText(startMs)}${whose} is in the file twice; each slice counts once`;
}

/** `2026-11-01T00:00Z`. */
function minuteText(startMs: number): string {
  return `${new Date(startMs).toISOString().slice(0, 16)}Z`;
}

type MinuteSet = {
  /** Whether it was new. `series` distinguishes slices of the same minute. */
  readonly add: (series: string, startMs: number) => boolean;
};

function minuteSet(): MinuteSet {
  const days = new Map<string, Uint8Array>();
  return {
    add: (series, startMs) => {
      const day = Math.floor(startMs / dayMs);
      const key = `${day} ${series}`;
      const bits = days.get(key) ?? new Uint8Array(1_440 / 8);
      days.set(key, bits);
      const minute = Math.floor((startMs - day * dayMs) / minuteMs);
      const [index, mask] = [minute >> 3, 1 << (minute & 7)];
      const isNew = ((bits[index] ?? 0) & mask) === 0;
      bits[index] = (bits[index] ?? 0) | mask;
      return isNew;
    },
  };
}

type NumberedLine = { readonly text: string /** Counts from 1. */; readonly number: number };

/** A slice with its histogram is a few hundred bytes. */
const longestLine = 1_048_576;

/**
 * Lines end at a line feed, with or without a carriage return; empty ones are left out, and so is a byte order mark.
 * `where` is the file's name in errors.
 *
 * @throws UsageError for a file that cannot be read, is not UTF-8, or has a line longer than 1 MB.
 */
export async function* linesOf(path: string, where: string): AsyncGenerator<NumberedLine> {
  let rest = '';
  let number = 0;
  for await (const text of decoded(path, where)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield { text: line, number };
    }
    if (rest.length > longestLine)
      throw new UsageError(`${where}:${number + 1}: the line is longer than 1 MB`);
  }
  if (rest.trim() !== '') yield { text: rest, number: number + 1 };
}

async function* decoded(path: string, where: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    await requireReadable(path, where);
    for await (const chunk of createReadStream(path)) {
      if (Buffer.isBuffer(chunk)) yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (cause instanceof TypeError) throw new UsageError(`${where}: is not UTF-8 text`, { cause });
    throw unreadable(where, cause);
  }
}
