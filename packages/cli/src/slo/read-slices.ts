/** A file of slices, checked line by line and handed on as it is read. */
import { resolve } from 'node:path';
import { parseSliceLine, type SliceLine } from '@garbageday/config/openslo/slice-line.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { linesOf } from './lines.ts';
import { minuteSet } from './minute-set.ts';
import { fileName } from './read-text-file.ts';

export type SlicesFile = { readonly path: string; readonly cwd: string; readonly nowMs: number };

/**
 * Hands on every slice in the order of the file, which may be any.
 *
 * @throws UsageError `<file>:<line>: …` for the first line that is no slice, repeats an earlier one, or starts at or
 *   after now.
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
