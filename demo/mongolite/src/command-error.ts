/** Those of MongoDB's error codes (src/mongo/base/error_codes.yml) that this program answers with. */
import type { Document } from './wire/document.ts';

export const errorCodes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  IllegalOperation: 20,
  AlreadyInitialized: 23,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  CommandNotFound: 59,
  WriteConcernFailed: 64,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  NodeNotFound: 74,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  InvalidReplicaSetConfig: 93,
  NotYetInitialized: 94,
  UnsatisfiableWriteConcern: 100,
  NewReplicaSetConfigurationIncompatible: 103,
  ConfigurationInProgress: 109,
  CannotInitializeNodeWithData: 110,
  CommandNotSupported: 115,
  CannotBackfillArray: 187,
  PrimarySteppedDown: 189,
  TransactionTooOld: 225,
  NoSuchTransaction: 251,
  ExceededTimeLimit: 262,
  OperationNotSupportedInTransaction: 263,
  UnsupportedOpQueryCommand: 352,
  NotWritablePrimary: 10107,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  Location17217: 17217,
  Location17419: 17419,
  Location17420: 17420,
  Location51091: 51091,
  InterruptedAtShutdown: 11600,
  InterruptedDueToReplStateChange: 11602,
  NotPrimaryNoSecondaryOk: 13435,
  NotPrimaryOrSecondary: 13436,
} as const;

export type ErrorCodeName = keyof typeof errorCodes;

/** An answer with `ok: 0`. */
export class CommandError extends Error {
  readonly code = 'command';
  readonly codeName: ErrorCodeName;
  /** Further fields of the answer: `keyPattern` and `keyValue`, say. */
  readonly details: Document;

  constructor(codeName: ErrorCodeName, message: string, details: Document = {}) {
    super(message);
    this.codeName = codeName;
    this.details = details;
  }
}

export function commandError(codeName: ErrorCodeName, message: string, details?: Document): CommandError {
  return new CommandError(codeName, message, details);
}

/** The fields of an answer to a failed command, or of one write error. */
export function describeError(error: unknown): Document {
  if (error instanceof CommandError) {
    const { codeName, message, details } = error;
    return { errmsg: message, code: errorCodes[codeName], codeName, ...details };
  }
  const errmsg = error instanceof Error ? error.message : String(error);
  return { errmsg, code: errorCodes.InternalError, codeName: 'InternalError' };
}
