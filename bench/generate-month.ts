/**
 * A month to report on, without waiting for one: `npm run generate-month -- --directory DIR [--seed S] [--now TIME]
 * [--days N] [--config FILE]`
 *
 * Writes one slice a minute of both journeys, and the month's experiments, into the ledger of DIR, at the rates of the
 * configuration; then `garbageday report --window 30d --directory DIR --now TIME` reports on it. The same seed and time
 * give the same month. Writes only into a ledger that has no slices yet.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { type LedgerFile, openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { writeMonth } from './month/write-month.ts';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    seed: { type: 'string', default: 'month' },
    now: { type: 'string' },
    days: { type: 'string', default: '30' },
    config: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const { directory, seed, now, days, config } = values;
  if (directory === undefined) throw new UsageError('--directory: is missing; name one, such as /tmp/month');
  const toMs = now === undefined ? Date.now() : Date.parse(now);
  if (Number.isNaN(toMs))
    throw new UsageError(`--now: ${now} is not a time; write it like 2026-12-01T00:00:00Z`);
  if (!/^[1-9]\d{0,2}$/.test(days)) throw new UsageError(`--days: ${days} is not 1 to 999`);
  const configuration = await loadConfiguration(config ?? null, process.cwd());
  prepareDirectory(directory);
  const file = openLedgerFile(join(directory, 'ledger.sqlite'));
  try {
    assertEmpty(file, directory);
    file.write('BEGIN IMMEDIATE');
    const written = await writeMonth(localLedger(file), { configuration, seed, toMs, days: Number(days) });
    file.write('COMMIT');
    const time = new Date(written.toMs).toISOString();
    process.stdout.write(
      `${written.slices} slices and ${written.experiments} experiments up to ${time} are in ${directory}. Now:\n` +
        `  garbageday report --window ${days}d --directory ${directory} --now ${time}\n`,
    );
  } finally {
    file.close();
  }
}

function assertEmpty(file: LedgerFile, directory: string): void {
  if (file.read('SELECT 1 FROM slices LIMIT 1').length === 0) return;
  throw new UsageError(
    `--directory: ${directory} has slices already, and a made-up month must not mix with them`,
  );
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
