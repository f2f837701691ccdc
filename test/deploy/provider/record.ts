/** What the engine had the providers do, a line each. */
import { existsSync, readFileSync, rmSync } from 'node:fs';

export type Done = {
  readonly what: 'create' | 'change' | 'delete';
  readonly type: string;
  readonly name: string;
  /** In an emulator; otherwise the provider has only answered. */
  readonly isReal: boolean;
  readonly changed?: readonly string[];
};

export function takeRecord(file: string): readonly Done[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  rmSync(file);
  return lines.map((line) => JSON.parse(line) as Done);
}
