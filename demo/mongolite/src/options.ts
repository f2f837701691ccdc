/** The command line: those of mongod's flags that apply here. */
import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

export type MemberOptions = {
  readonly setName: string;
  readonly port: number;
  readonly bindIp: string;
  readonly dbPath: string;
  readonly isQuiet: boolean;
  /** The log is compacted when it has grown by this many bytes. */
  readonly logBytes: number;
};

const flags = {
  replSet: { type: 'string', default: 'rs0' },
  port: { type: 'string', default: '27017' },
  bind_ip: { type: 'string', default: '127.0.0.1' },
  dbpath: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  nounixsocket: { type: 'boolean', default: false },
  oplogSize: { type: 'string' },
  setParameter: { type: 'string', multiple: true },
} as const;

const defaultLogBytes = 4 * 1024 * 1024;

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('. ')[0] : String(error);
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new UsageError(`${problem}; mongolite takes ${known.join(' ')}`, { cause: error });
  }
}

function integerOf(flag: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UsageError(`${flag} must be a whole number from ${from} to ${to}, not "${text}"`);
}

function logBytesOf(parameters: readonly string[]): number {
  const prefix = 'mongoliteLogBytes=';
  const own = parameters.find((parameter) => parameter.startsWith(prefix));
  if (own === undefined) return defaultLogBytes;
  return integerOf('--setParameter mongoliteLogBytes', own.slice(prefix.length), 1024, 2 ** 30);
}

/** Throws UsageError. mongod's other parameters (`--setParameter`, `--oplogSize`) are accepted and ignored. */
export function parseOptions(args: readonly string[]): MemberOptions {
  const values = readFlags(args);
  if (values.dbpath === undefined || values.dbpath === '') {
    throw new UsageError('--dbpath is missing: name the directory where this member keeps its data');
  }
  const [bindIp = ''] = values.bind_ip.split(',');
  if (bindIp === '') throw new UsageError('--bind_ip must name an address');
  if (values.replSet === '') throw new UsageError('--replSet must name the set');
  return {
    setName: values.replSet,
    port: integerOf('--port', values.port, 1, 65_535),
    bindIp,
    dbPath: values.dbpath,
    isQuiet: values.quiet,
    logBytes: logBytesOf(values.setParameter ?? []),
  };
}
