/** A file's lines, one at a time: as much memory as the longest line. */
import { createReadStream } from 'node:fs';
import { UsageError } from '@garbageday/core/errors.ts';
import { requireReadable, unreadable } from './read-text-file.ts';

export type NumberedLine = { readonly text: string /** Counts from 1. */; readonly number: number };

/** A slice with its histogram is a few hundred bytes. */
const longestLine = 1_048_576;

/**
 * Lines end at a line feed, with or without a carriage return; empty ones are left out, and so is a byte order mark.
 * `where` is the file's name in errors.
 *
 * @throws UsageError for a file that cannot be read, that is no UTF-8, or whose line is longer than 1 MB.
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
