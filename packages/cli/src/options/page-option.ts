/** `--open` and `--no-page`, of every command that serves the live page. */
import { UsageError } from '@garbageday/core/errors.ts';

/** Not at all, at an address that is printed, or in a browser that is opened as well. */
export type PageChoice = 'none' | 'served' | 'opened';

export type PageFlags = { readonly page: boolean; readonly open?: boolean };

/** Throws a UsageError if the page is to be opened but not served. */
export function pageChoice({ page, open = false }: PageFlags): PageChoice {
  if (!page && open) throw new UsageError('--open: with --no-page there is nothing to open');
  if (!page) return 'none';
  return open ? 'opened' : 'served';
}
