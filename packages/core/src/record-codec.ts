/** Records kept longer than a run are JSON with a version, and are checked when read. */
import { UsageError } from './errors.ts';
import type { Shape } from './shape.ts';

export type RecordCodec<T> = {
  readonly version: number;
  readonly encode: (value: T) => string;
  /** @throws UsageError (one line) for a newer version, or if the text is not such a record. */
  readonly decode: (text: string) => T;
  /** The same for a record stored as separate fields, with `version` beside them. */
  readonly read: (fields: object) => T;
};

type Kept<T> = {
  /** With its article: `a transition`. */
  readonly what: string;
  readonly shape: Shape<T>;
  /** Upgrades a record written before there were versions, if it differs. */
  readonly upgrade?: (former: object) => unknown;
};

/**
 * Raise this with a change that an older reader would misunderstand; that reader then refuses the record in one line.
 */
const version = 1;

/** The version is stored beside the fields, where readers from before there were versions ignore it. */
export function recordCodec<T extends object>({ what, shape, upgrade }: Kept<T>): RecordCodec<T> {
  const read = ({ version: written = 0, ...fields }: { readonly version?: unknown }): T => {
    if (written !== version && written !== 0) throw new UsageError(ofAnotherVersion(what, written));
    const value = written === 0 && upgrade !== undefined ? upgrade(fields) : fields;
    if (shape.is(value)) return value;
    throw new UsageError(`${what} cannot be read: it${shape.why(value)}`);
  };
  return {
    version,
    encode: (value) => JSON.stringify({ version, ...value }),
    decode: (text) => read(objectIn(what, text)),
    read,
  };
}

function ofAnotherVersion(what: string, written: unknown): string {
  return (
    `${what} of version ${JSON.stringify(written)} cannot be read; this garbageday reads version ${version}: ` +
    'use the garbageday that wrote it'
  );
}

function objectIn(what: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new UsageError(`${what} cannot be read: it is not JSON`, { cause });
  }
  throw new UsageError(`${what} cannot be read: it is not an object`);
}
