/** The limits of size and depth for a stored document, with mongod's own errors. */
import { calculateObjectSize } from 'bson';
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import { isDeeperThan } from '../wire/levels.ts';
import { maxDocumentBytes, maxStoredLevels } from '../wire/limits.ts';

function bytesOf(document: Document): number {
  return calculateObjectSize(document, { ignoreUndefined: true });
}

function checkLevels(document: Document, verb: string): void {
  if (!isDeeperThan(document, maxStoredLevels)) return;
  throw commandError(
    'Overflow',
    `cannot ${verb} document because it exceeds ${maxStoredLevels} levels of nesting`,
  );
}

/** Throws BadValue for a document above 16 MiB, Overflow for one that nests too deeply. */
export function checkInserted(document: Document): void {
  const bytes = bytesOf(document);
  if (bytes > maxDocumentBytes) {
    throw commandError(
      'BadValue',
      `object to insert too large. size in bytes: ${bytes}, max size: ${maxDocumentBytes}`,
    );
  }
  checkLevels(document, 'insert');
}

/** The command that runs an update, which is part of mongod's message. */
export type Updater = 'update' | 'findAndModify';

/** The same for the result of an update. Throws Location17419, or Overflow. */
export function checkUpdated(document: Document, updater: Updater): void {
  if (bytesOf(document) > maxDocumentBytes) {
    throw commandError(
      'Location17419',
      `Plan executor error during ${updater} :: caused by :: Resulting document after update is larger than ${maxDocumentBytes}`,
    );
  }
  checkLevels(document, 'update');
}

/** The same for what an upsert inserts. Throws Location17420, or Overflow. */
export function checkUpserted(document: Document, updater: Updater): void {
  if (bytesOf(document) > maxDocumentBytes) {
    throw commandError(
      'Location17420',
      `Plan executor error during ${updater} :: caused by :: Document to upsert is larger than ${maxDocumentBytes}`,
    );
  }
  checkLevels(document, 'insert');
}
