/** Says in one line what went wrong in SQLite, and how to fix it. */
import { UsageError } from '@garbageday/core/errors.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html */
const sentences: Readonly<Record<number, (path: string) => string>> = {
  3: (path) => `cannot open ${path}: no permission; change its permissions, or use --directory`,
  5: (path) => `${path} is locked by another program; close it and try again`,
  6: (path) => `${path} is locked by another program; close it and try again`,
  8: (path) => `${path} is read-only; change its permissions, or use --directory`,
  10: (path) => `reading or writing ${path} failed; check the disk, then try again or use --directory`,
  11: (path) => damaged(path),
  13: (path) => `no space left for ${path}; free some (what was recorded is safe), or use --directory`,
  14: (path) => `cannot open ${path}: not a file that may be written; check its path, or use --directory`,
  26: (path) => damaged(path),
};

/** The line for a ledger whose bytes are not to be trusted; the file stays as it is. */
export function damaged(path: string): string {
  return `${path} is damaged or not a ledger; nothing was changed: move it away (mv ${path} ${path}.damaged) and start again`;
}

/** A `UsageError` for what a person can fix; any other error is returned unchanged. */
export function explainSqliteError(path: string, error: unknown): unknown {
  const sentence = sentences[primaryCode(error)];
  return sentence === undefined ? error : new UsageError(sentence(path), { cause: error });
}

/** The low byte of SQLite's extended code; 0 for any other error. */
function primaryCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error)) return 0;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
}
