import { rmSync } from 'node:fs';

/** Removes a draft of ours if it can; whatever prevents that was already said by the error that made it a leftover. */
export function discardFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A directory that cannot be written to keeps its leftovers.
  }
}
