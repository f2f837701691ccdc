/** Says in one line what went wrong with a file or directory, and how to fix it. */
import { UsageError } from '@garbageday/core/errors.ts';

const mends: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there; change its permissions, or use --directory',
  EPERM: 'no permission to write there; change its permissions, or use --directory',
  EROFS: 'the file system is read-only; use --directory to write elsewhere',
  ENOSPC: 'no space left on the device; free some, or use --directory',
  EDQUOT: 'the disk quota is used up; free some space, or use --directory',
  ENOENT: 'its parent cannot be created; use --directory to write elsewhere',
  ENOTDIR: 'there is a file where a directory should be; move it, or use --directory',
  EEXIST: 'there is a file where a directory should be; move it, or use --directory',
  EISDIR: 'there is a directory where a file should be; move it, or use --directory',
};

/** Narrows an unknown error to one with a system code such as `ENOENT`. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** A `UsageError` with the path, the cause and the fix; anything that is not a file error is returned unchanged. */
export function explainFileError(path: string, error: unknown): unknown {
  const mend = mends[systemCode(error) ?? ''];
  return mend === undefined ? error : new UsageError(`cannot write ${path}: ${mend}`, { cause: error });
}
