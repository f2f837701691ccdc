/** What is kept longer than a run is JSON with a version, and checked when it is read. */
import { UsageError } from './errors.ts';
import type { Shape } from './shape.ts';

export type RecordCodec<T> = {
  readonly version: number;
  readonly encode: (value: T) => string;
  /** @throws UsageError one line, for a newer version and for what is not such a record. */
  readonly decode: (text: string) => T;
  /** The same for a record that is kept as fields of its own, `version` beside them. */
  readonly read: (fields: object) => T;
};

type Kept<T> = {
  /** With its article: `a transition`. */
  readonly what: string;
  readonly shape: Shape<T>;
  /** From what the version before versions wrote, if it differs. */
  readonly upgrade?: (former: object) => unknown;
};

/** Raise it with a change that an older reader would misunderstand; it then refuses in one line what it cannot know. */
const version = 1;

/** The version stands beside the fields, where readers from before there were versions do not mind it. */
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
