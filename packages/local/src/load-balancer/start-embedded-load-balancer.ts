import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ParentDeathGuard } from '../processes/parent-death-guard.ts';
import { type EmbeddedMessage, parseEmbeddedMessage, type TargetsMessage } from './embedded/messages.ts';
import { type LoadBalancer, type ReadyCheck, type Target, usualReadyCheck } from './load-balancer.ts';
import { type LoggedProgram, spawnLogged } from './spawn-logged.ts';
import { LoadBalancerStartError, portInUse } from './start-error.ts';

export type EmbeddedOptions = {
  readonly port: number;
  /** Its log, `<name>.log`, goes here. */
  readonly runtimeDirectory: string;
  /** Unique among the load balancers of one runtime directory: `lb-a`. */
  readonly name: string;
  readonly check?: ReadyCheck;
  /** Path of embedded-main.ts, or of its bundle. */
  readonly script: string;
  /** How Node runs it. Default: small, with its optimizing compilers. */
  readonly nodeFlags?: readonly string[];
  /** Known at once, and checked before the first request is accepted. Default: none. */
  readonly targets?: readonly Target[];
  /** Called with the process as soon as it is created, before anything is awaited, so that it is always supervised. */
  readonly onSpawn?: (child: ChildProcess) => void;
  /** Ends it when this process is gone, even if it is stopped. Default: only its channel does. */
  readonly guard?: ParentDeathGuard;
};

export type EmbeddedLoadBalancer = LoadBalancer & { readonly child: ChildProcess };

/** A small young generation and one helper thread: it holds little, and two of them run. */
const usualFlags = ['--max-semi-space-size=2', '--max-old-space-size=128', '--v8-pool-size=1'];

const startTimeoutMs = 15_000;

function programOf({ script, nodeFlags = usualFlags, port, ...rest }: EmbeddedOptions): LoggedProgram {
  const check = JSON.stringify(rest.check ?? usualReadyCheck);
  return {
    path: process.execPath,
    args: [...nodeFlags, script, String(port), check],
    log: join(rest.runtimeDirectory, `${rest.name}.log`),
    hasChannel: true,
    guard: rest.guard,
  };
}

/** Resolves once connections are accepted; otherwise kills the process and rejects. */
function untilListening(child: ChildProcess, { name, port }: EmbeddedOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    const failWith = (reason: string): void => fail(new LoadBalancerStartError(name, reason));
    const timer = setTimeout(
      () => failWith(`not listening within ${startTimeoutMs / 1000} s.`),
      startTimeoutMs,
    );
    child.on('message', (raw) => {
      const message = parseEmbeddedMessage(raw);
      if (message?.kind === 'failed') {
        if (message.code === 'EADDRINUSE') fail(portInUse(port));
        else failWith(message.message);
      }
      if (message?.kind === 'listening') {
        clearTimeout(timer);
        resolve();
      }
    });
    child.once('error', (error) => failWith(error.message));
    child.once('exit', (code, signal) => failWith(`it ended with ${signal ?? `exit code ${code}`}.`));
  });
}

function send(child: ChildProcess, message: TargetsMessage): Promise<void> {
  return new Promise((resolve) => {
    // A process that is gone needs no targets: its replacement gets its own.
    if (!child.connected) resolve();
    else child.send(message, () => resolve());
  });
}

function reportedIds(message: EmbeddedMessage | null): readonly string[] | null {
  return message?.kind === 'in-service' ? message.ids : null;
}

/**
 * Starts the embedded load balancer on 127.0.0.1 and resolves when it accepts connections. It ends by itself when this
 * process does. SIGTERM: it answers what it has and leaves. After its end `inService` is empty and `setTargets` does
 * nothing. Rejects with `UsageError` when the port is taken, `LoadBalancerStartError` otherwise.
 */
export async function startEmbeddedLoadBalancer(options: EmbeddedOptions): Promise<EmbeddedLoadBalancer> {
  const child = spawnLogged(programOf(options));
  options.onSpawn?.(child);
  let targets = options.targets ?? [];
  let reported: readonly string[] = [];
  child.on('message', (raw) => {
    reported = reportedIds(parseEmbeddedMessage(raw)) ?? reported;
  });
  child.once('exit', () => {
    reported = [];
  });
  void send(child, { kind: 'targets', targets });
  await untilListening(child, options);
  return {
    child,
    pid: child.pid ?? 0,
    setTargets: async (next) => {
      targets = next;
      await send(child, { kind: 'targets', targets });
    },
    inService: async () => {
      const known = new Set(targets.map(({ id }) => id));
      return new Set(reported.filter((id) => known.has(id)));
    },
  };
}
