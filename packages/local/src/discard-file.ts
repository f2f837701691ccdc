import { rmSync } from 'node:fs';

/**
 * Removes a draft of ours if possible; whatever prevents that was already reported by the error that left it behind.
 */
export function discardFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A directory that cannot be written to keeps its leftovers.
  }
}
