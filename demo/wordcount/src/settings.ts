/** The settings of a word counter from the environment; read once, at start. */
export type Settings = {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly mongodbUri: string;
  /** Which instance this is; included in every answer. */
  readonly instance: string;
  /** How long the instance keeps serving after SIGTERM, in milliseconds. */
  readonly drainMs: number;
};

export type ParsedSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'invalid'; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

function invalid(message: string): ParsedSettings {
  return { kind: 'invalid', message };
}

function integerWithin(text: string, greatest: number): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value <= greatest ? value : null;
}

/**
 * Reads `PORT` (0–65535, default 0), `HOST` (default 127.0.0.1), `MONGODB_URI` (required), `INSTANCE_ID` (default
 * `wordcount`) and `DRAIN_MS` (default 1000). Mistakes are returned as one line for a person.
 */
export function parseSettings(environment: Environment): ParsedSettings {
  const {
    PORT = '0',
    HOST = '127.0.0.1',
    MONGODB_URI = '',
    INSTANCE_ID = '',
    DRAIN_MS = '1000',
  } = environment;
  const port = integerWithin(PORT, 65_535);
  if (port === null)
    return invalid(`PORT is "${PORT}": give a whole number from 0 (any free port) to 65535.`);
  const drainMs = integerWithin(DRAIN_MS, 600_000);
  if (drainMs === null)
    return invalid(`DRAIN_MS is "${DRAIN_MS}": give whole milliseconds from 0 to 600000.`);
  if (!/^mongodb(\+srv)?:\/\/./.test(MONGODB_URI))
    return invalid(
      'MONGODB_URI is missing or not a MongoDB address: give one like mongodb://127.0.0.1:27017/.',
    );
  const instance = INSTANCE_ID === '' ? 'wordcount' : INSTANCE_ID;
  if (!/^[\x21-\x7e]{1,128}$/.test(instance))
    return invalid('INSTANCE_ID may hold 1 to 128 visible ASCII characters, because it is sent as a header.');
  return { kind: 'settings', settings: { port, host: HOST, mongodbUri: MONGODB_URI, instance, drainMs } };
}
