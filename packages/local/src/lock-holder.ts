/** Reads what a lock says; anyone may have written the file. */
/** Who holds the directory. `processStart` distinguishes it from a later process with the same pid. */
export type LockHolder = {
  readonly pid: number;
  readonly startedAtMs: number;
  readonly processStart: string | null;
  readonly command: string;
  /** Where users are served; null until it is ready. */
  readonly url: string | null;
  /** Path of the control socket; null until it listens. */
  readonly controlSocket: string | null;
};

/** The largest time that a `Date` can hold, in milliseconds. */
const latestMs = 8.64e15;

/** Null for anything that this program would not have written. */
export function parseLockHolder(text: string): LockHolder | null {
  const value = parseJson(text);
  const pid = field(value, 'pid');
  const startedAtMs = field(value, 'startedAtMs');
  const command = field(value, 'command');
  const start = textOrNull(value, 'processStart');
  const url = textOrNull(value, 'url');
  const controlSocket = textOrNull(value, 'controlSocket');
  if (!isPid(pid) || !isTime(startedAtMs) || typeof command !== 'string') return null;
  if (start === undefined || url === undefined || controlSocket === undefined) return null;
  return { pid, startedAtMs, processStart: start, command, url, controlSocket };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Undefined when it is neither. */
function textOrNull(value: unknown, name: string): string | null | undefined {
  const found = field(value, name);
  return found === null || typeof found === 'string' ? found : undefined;
}

/** Signals to 0 or below would go to whole process groups. */
function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= latestMs;
}
