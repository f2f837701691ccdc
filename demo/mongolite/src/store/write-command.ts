/** Writes as they are replicated: everything that depends on randomness or a clock is decided before the log. */
import { Binary } from 'bson';
import {
  type Document,
  decodeDocument,
  documentsOf,
  encodeDocument,
  isDocument,
  numberOf,
  stringOf,
} from '../wire/document.ts';

/** A retryable write's identity: the session and its statement number. */
export type Retry = { readonly session: string; readonly txnNumber: number };

export type UpdateStatement = {
  readonly filter: Document;
  readonly update: Document | readonly Document[];
  readonly arrayFilters: readonly Document[];
  readonly isMulti: boolean;
  readonly isUpsert: boolean;
  /** The `_id` of what an upsert inserts, unless the filter or the update has one. */
  readonly newId: unknown;
};

export type DeleteStatement = { readonly filter: Document; readonly isMulti: boolean };

type Write =
  | { readonly kind: 'insert'; readonly documents: readonly Document[]; readonly isOrdered: boolean }
  | { readonly kind: 'update'; readonly statements: readonly UpdateStatement[]; readonly isOrdered: boolean }
  | { readonly kind: 'delete'; readonly statements: readonly DeleteStatement[]; readonly isOrdered: boolean }
  | {
      readonly kind: 'findAndModify';
      readonly sort: Document;
      readonly isRemove: boolean;
      readonly returnsNew: boolean;
      readonly statement: UpdateStatement;
    }
  | { readonly kind: 'createIndexes'; readonly indexes: readonly Document[] }
  | { readonly kind: 'dropIndexes'; readonly names: readonly string[] }
  | { readonly kind: 'create' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'dropDatabase' };

/** A write on `namespace` (`database.collection`; the database alone for `dropDatabase`). */
export type WriteCommand = Write & { readonly namespace: string; readonly retry: Retry | null };

export function encodeWrite(command: WriteCommand): Uint8Array {
  return encodeDocument({ ...command });
}

function updateOf(value: unknown): Document | readonly Document[] {
  return isDocument(value) ? value : documentsOf(value);
}

function documentOf(value: unknown): Document {
  return isDocument(value) ? value : {};
}

function updateStatement(document: Document): UpdateStatement {
  return {
    filter: documentOf(document['filter']),
    update: updateOf(document['update']),
    arrayFilters: documentsOf(document['arrayFilters']),
    isMulti: document['isMulti'] === true,
    isUpsert: document['isUpsert'] === true,
    newId: document['newId'],
  };
}

function retryOf(value: unknown): Retry | null {
  const session = isDocument(value) ? stringOf(value['session']) : null;
  const txnNumber = isDocument(value) ? numberOf(value['txnNumber']) : null;
  return session === null || txnNumber === null ? null : { session, txnNumber };
}

function writeOf(document: Document): Write {
  const isOrdered = document['isOrdered'] !== false;
  const statements = documentsOf(document['statements']);
  switch (document['kind']) {
    case 'insert':
      return { kind: 'insert', documents: documentsOf(document['documents']), isOrdered };
    case 'update':
      return { kind: 'update', statements: statements.map(updateStatement), isOrdered };
    case 'delete':
      return {
        kind: 'delete',
        statements: statements.map(({ filter, isMulti }) => ({
          filter: documentOf(filter),
          isMulti: isMulti === true,
        })),
        isOrdered,
      };
    case 'findAndModify':
      return {
        kind: 'findAndModify',
        sort: documentOf(document['sort']),
        isRemove: document['isRemove'] === true,
        returnsNew: document['returnsNew'] === true,
        statement: updateStatement(documentOf(document['statement'])),
      };
    case 'createIndexes':
      return { kind: 'createIndexes', indexes: documentsOf(document['indexes']) };
    case 'dropIndexes':
      return { kind: 'dropIndexes', names: namesOf(document['names']) };
    case 'create':
      return { kind: 'create' };
    case 'drop':
      return { kind: 'drop' };
    case 'dropDatabase':
      return { kind: 'dropDatabase' };
    default:
      throw new TypeError(`the log holds an unknown write ${String(document['kind'])}`);
  }
}

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

/** @throws TypeError for a write by another version of this program. */
export function decodeWrite(payload: Uint8Array): WriteCommand {
  const document = decodeDocument(payload);
  const namespace = stringOf(document['namespace']) ?? '';
  return { ...writeOf(document), namespace, retry: retryOf(document['retry']) };
}

/** A session id, as drivers send it, in hexadecimal. */
export function sessionName(lsid: unknown): string | null {
  const id = isDocument(lsid) ? lsid['id'] : null;
  return id instanceof Binary ? id.toString('hex') : null;
}
