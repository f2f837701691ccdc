/** A real game day on a terminal emulated by xterm.js: its screen after a while, and the report at the end. */
import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { GameDayDocument } from '@garbageday/render/json/game-day-schema.ts';
import xterm from '@xterm/headless';
import { type Row, rowsOf } from './terminal-rows.ts';

export type Watched = {
  readonly rows: readonly Row[];
  /** The report's page. */
  readonly page: string;
};

/** A frame arrives in several pieces; after this much silence it is complete. */
const quietMs = 60;

const size = { columns: 120, rows: 42 };
const root = join(import.meta.dirname, '../..');
const bin = join(root, 'demo/stack/bin/garbageday.js');

/**
 * In an empty folder, as after `npm ci`: `seed tuesday`, four kills, the screen after the third of them.
 *
 * @throws Error if the promise was not kept.
 */
export async function watchGameDay(cwd: string): Promise<Watched> {
  symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'));

  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const seen: { rows: readonly Row[] | null } = { rows: null };
  const garbageday = [process.execPath, bin, 'gameday', '--seed', 'tuesday'];
  const command = `stty cols ${size.columns} rows ${size.rows}; exec ${garbageday.join(' ')}`;
  const script = spawn('script', ['-qec', command, '/dev/null'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const look = (): void => {
    const text = textOf(terminal);
    const passed = text.match(/✔ \S+(?: primary)? (?:termination|power cut)/g) ?? [];
    if (passed.length >= 3 && text.includes('next in ')) seen.rows ??= rowsOf(terminal);
  };
  let quiet: NodeJS.Timeout | undefined;
  script.stdout.on('data', (bytes: Uint8Array) =>
    terminal.write(bytes, () => {
      clearTimeout(quiet);
      quiet = setTimeout(look, quietMs);
    }),
  );
  const code = await new Promise((resolve) => script.on('close', resolve));
  const { verdict }: GameDayDocument = JSON.parse(readFileSync(join(cwd, '.garbageday/report.json'), 'utf8'));
  if (code !== 0 || seen.rows === null)
    throw new Error(`the game day was ${verdict}; try again on a machine that has nothing else to do`);
  return { rows: seen.rows, page: join(cwd, '.garbageday/report.html') };
}

function textOf({ buffer, rows }: xterm.Terminal): string {
  return Array.from({ length: rows }, (_, row) => buffer.active.getLine(row)?.translateToString(true)).join(
    '\n',
  );
}
