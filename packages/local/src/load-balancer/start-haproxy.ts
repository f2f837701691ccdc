import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParentDeathGuard } from '../processes/parent-death-guard.ts';
import type { HaproxyProgram } from './haproxy/find-haproxy.ts';
import { haproxyConfig } from './haproxy/haproxy-config.ts';
import { changeSlots, inServiceIds } from './haproxy/runtime.ts';
import { assignSlots, noSlots, type Slots } from './haproxy/slots.ts';
import { askHaproxy, HaproxyGoneError } from './haproxy/stats-socket.ts';
import { type LoadBalancer, type ReadyCheck, type Target, usualReadyCheck } from './load-balancer.ts';
import { spawnLogged } from './spawn-logged.ts';
import { LoadBalancerStartError, portInUse } from './start-error.ts';

export type HaproxyOptions = {
  readonly program: HaproxyProgram;
  readonly port: number;
  /** Its configuration, log and stats socket go here: `<name>.cfg`, `<name>.log`, `<name>.sock`. */
  readonly runtimeDirectory: string;
  /** Unique among the load balancers of one runtime directory: `lb-a`. */
  readonly name: string;
  readonly check?: ReadyCheck;
  /** Known from the start, and taken for up until their first check. Default: none. */
  readonly targets?: readonly Target[];
  /** Called with the process as soon as it is created, before anything is awaited, so that it is always supervised. */
  readonly onSpawn?: (child: ChildProcess) => void;
  /** Ends it when its parent is gone. Default: only its parent ends it. */
  readonly guard?: ParentDeathGuard;
};

/** SIGTERM ends HAProxy at once; `gracefulSignal` lets it answer what it has first. */
export type HaproxyLoadBalancer = LoadBalancer & {
  readonly child: ChildProcess;
  readonly gracefulSignal: 'SIGUSR1';
};

/** HAProxy binds `<path>.<pid>.tmp` and renames it, and sun_path holds 104 bytes on macOS. */
const longestSocketPath = 90;
const startTimeoutMs = 10_000;
const lookAgainMs = 20;

type Files = { readonly config: string; readonly log: string; readonly statsSocket: string };

function filesOf({ runtimeDirectory, name }: HaproxyOptions): Files {
  const path = (extension: string): string => join(runtimeDirectory, `${name}.${extension}`);
  const statsSocket = path('sock');
  if (Buffer.byteLength(statsSocket) > longestSocketPath || statsSocket.includes("'"))
    throw new LoadBalancerStartError(name, `its socket path is too long or holds a quote: ${statsSocket}`);
  return { config: path('cfg'), log: path('log'), statsSocket };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** The stats socket of an earlier process may still be there: only an answer from this one counts. */
async function isAnswering(child: ChildProcess, statsSocket: string): Promise<boolean> {
  try {
    return (await askHaproxy(statsSocket, ['show info'])).includes(`Pid: ${child.pid}\n`);
  } catch {
    return false;
  }
}

/** HAProxy's first alert names the cause, later ones the consequences; each begins with level and pid. */
function causeIn(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const cause = lines.find((line) => line.startsWith('[ALERT]')) ?? lines.at(-1) ?? '';
  return cause.replace(/^\[\w+\]\s+\(\d+\)\s*:\s*/, '');
}

function startErrorOf({ name, port }: HaproxyOptions, log: string): Error {
  const cause = causeIn(log);
  return /address already in use/i.test(cause) ? portInUse(port) : new LoadBalancerStartError(name, cause);
}

/** HAProxy binds its ports and its stats socket together: once the socket answers, the ports accept connections. */
async function untilAnswering(child: ChildProcess, options: HaproxyOptions, files: Files): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isAnswering(child, files.statsSocket))) {
    if (hasEnded(child)) throw startErrorOf(options, files.log);
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new LoadBalancerStartError(options.name, `no answer within ${startTimeoutMs / 1000} s.`);
    }
    await sleep(lookAgainMs);
  }
}

/** The answer to assume for a process that has ended. */
async function unlessGone<T>(asked: Promise<T>, whenGone: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HaproxyGoneError) return whenGone;
    throw error;
  }
}

/** One process's view of its slots; changes are made one after the other. */
function slotKeeper(child: ChildProcess, statsSocket: string, first: Slots): Omit<LoadBalancer, 'pid'> {
  let slots = first;
  let last: Promise<void> = Promise.resolve();
  const change = async (targets: readonly Target[]): Promise<void> => {
    if (hasEnded(child)) return;
    const next = assignSlots(slots, targets);
    await unlessGone(changeSlots(statsSocket, slots, next), undefined);
    slots = next;
  };
  return {
    setTargets: (targets) => {
      const turn = last.then(() => change(targets));
      last = turn.catch(() => undefined); // the caller gets the error; the next change is not affected
      return turn;
    },
    inService: async () =>
      hasEnded(child) ? new Set() : unlessGone(inServiceIds(statsSocket, slots), new Set()),
  };
}

/**
 * Starts HAProxy on 127.0.0.1 and resolves when it accepts connections. It does not watch its parent: the guard does,
 * and the caller is responsible for ending it. After that `inService` is empty and `setTargets` does nothing. Rejects
 * with `UsageError` when the port is taken, `LoadBalancerStartError` otherwise.
 */
export async function startHaproxy(options: HaproxyOptions): Promise<HaproxyLoadBalancer> {
  const files = filesOf(options);
  const slots = assignSlots(noSlots, options.targets ?? []);
  const { port, program, check = usualReadyCheck } = options;
  writeFileSync(files.config, haproxyConfig({ port, statsSocket: files.statsSocket, slots, check }));
  const child = spawnLogged({
    path: program.path,
    args: ['-db', '-f', files.config],
    log: files.log,
    hasChannel: false,
    guard: options.guard,
  });
  options.onSpawn?.(child);
  child.once('error', () => undefined); // it then has no pid, which is how this is noticed
  await untilAnswering(child, options, files);
  return {
    child,
    pid: child.pid ?? 0,
    gracefulSignal: 'SIGUSR1',
    ...slotKeeper(child, files.statsSocket, slots),
  };
}
