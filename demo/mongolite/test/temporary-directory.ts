/** A directory of its own for one test, gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'mongolite-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
