/** Starts the user's own server, as they would type it. */
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ReadyCheck, saysReady } from '../load-balancer/load-balancer.ts';
import type { Children } from '../processes/children.ts';
import { unseenExit } from '../processes/exit.ts';
import { isListening } from '../processes/listening-ports.ts';
import { untilAccepting } from '../processes/until-accepting.ts';
import { statusOf } from '../stack/until-ready.ts';
import type { InstanceLabel } from '../stack-event.ts';
import type { StartWebServer } from './web-launcher.ts';
import { sendWitnesses, type Witnessed } from './witness.ts';

/** `pid` leads its process group. */
export type Copy = Pick<InstanceLabel, 'id' | 'group' | 'slot'> & {
  readonly port: number;
  readonly pid: number;
};

export type CommandServerOptions = {
  readonly program: string;
  readonly children: Children;
  readonly argsFor: (port: number) => readonly string[];
  /** Its port is among them, and the person's own, all of them: `DATABASE_URL`, credentials, `NODE_OPTIONS`. */
  readonly environmentFor: (port: number) => Readonly<Record<string, string>>;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly check: ReadyCheck;
  /** `afterMs`: after SIGTERM. */
  readonly onStillReady: (place: InstanceLabel, afterMs: number) => void;
  /** A path that users GET: it is requested just before SIGTERM. */
  readonly witnessPath: string;
  readonly onParted: (place: InstanceLabel, witnessed: Witnessed) => void;
  /** `serving`: stays pending when it never listens. */
  readonly onStart: (copy: Copy, serving: Promise<void>) => void;
};

/**
 * For a server that does not announce when it listens. A shell or npm may wrap the server: signals reach all of them.
 */
export function startByCommand(options: CommandServerOptions): StartWebServer {
  const { program, children, graceMs: lingerMs, onStart } = options;
  return async (place, port) => {
    const { id, group, slot } = place;
    const env = { ...options.environmentFor(port), INSTANCE_ID: id };
    const child = children.program(program, { name: slot, args: options.argsFor(port), env, lingerMs });
    const serving = untilAccepting(child, port);
    if (child.pid !== undefined) onStart({ id, group, slot, port, pid: child.pid }, serving);
    let isInFront = false;
    // How that ends which a shell has started, only the shell is told. What outlives the grace is killed by us.
    const gone = children
      .gone(child)
      .then((exit) => (isInFront && exit.signal !== 'SIGKILL' ? unseenExit : exit));
    let witnessed: (() => Promise<Witnessed>) | null = null;
    return {
      child,
      gone,
      serving,
      isSignalledAsGroup: true,
      beforeTerminate: async () => {
        isInFront = !isServer(child.pid, port, program);
        witnessed = await sendWitnesses(`http://127.0.0.1:${port}${options.witnessPath}`);
      },
      onTerminate: () => {
        void lookLater(options, { gone, place, port });
        void witnessed?.().then((ends) => options.onParted(place, ends));
      },
    };
  };
}

const launchers = /^(sh|bash|dash|ksh|zsh|fish|npm|npx|pnpm|yarn|make)$/;

/** Whether the process that we started is the server, and not a shell or npm that has started it. */
function isServer(pid: number | undefined, port: number, program: string): boolean {
  const isSeen = pid === undefined ? null : isListening(pid, port);
  return isSeen ?? !launchers.test(basename(program));
}

/** By then, a server that shuts down in order accepts no new connections, or says that it is not ready. */
const stillReadyAfterMs = 500;

type Leaving = { readonly gone: Promise<unknown>; readonly place: InstanceLabel; readonly port: number };

async function lookLater(
  { check, onStillReady }: Pick<CommandServerOptions, 'check' | 'onStillReady'>,
  { gone, place, port }: Leaving,
): Promise<void> {
  const left = await Promise.race([gone.then(() => 'gone'), delay(stillReadyAfterMs, 'there')]);
  if (left === 'gone') return;
  const status = await statusOf(`http://127.0.0.1:${port}${check.path}`);
  if (status !== null && saysReady(check, status)) onStillReady(place, stillReadyAfterMs);
}
