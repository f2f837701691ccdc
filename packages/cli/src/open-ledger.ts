/** The ledger of a directory, for commands that start nothing. */
import { existsSync } from 'node:fs';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { type LedgerFile, openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { ledgerPath } from './directory-files.ts';

/** Hands the body the ledger, made where there was none, and closes it. @throws UsageError when it cannot be written. */
export async function withLedger<T>(directory: string, body: (file: LedgerFile) => Promise<T>): Promise<T> {
  prepareDirectory(directory);
  return await closing(openLedgerFile(ledgerPath(directory)), body);
}

/** Hands the body the ledger, or returns `otherwise` where there is none; makes nothing. */
export async function withLedgerIfThere<T>(
  directory: string,
  body: (file: LedgerFile) => Promise<T>,
  otherwise: T,
): Promise<T> {
  if (!existsSync(ledgerPath(directory))) return otherwise;
  return await closing(openLedgerFile(ledgerPath(directory)), body);
}

async function closing<T>(file: LedgerFile, body: (file: LedgerFile) => Promise<T>): Promise<T> {
  try {
    return await body(file);
  } finally {
    file.close();
  }
}
