/** Starts a server of the person's own, as they would type it. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ReadyCheck, saysReady } from '../load-balancer/load-balancer.ts';
import type { Children } from '../processes/children.ts';
import { untilAccepting } from '../processes/until-accepting.ts';
import type { ServerCommand } from '../service.ts';
import { statusOf } from '../stack/until-ready.ts';
import type { InstanceLabel } from '../stack-event.ts';
import type { StartWebServer } from './web-launcher.ts';

export type CommandServerOptions = {
  readonly command: ServerCommand;
  readonly children: Children;
  /** The person's own, all of it: `DATABASE_URL`, credentials, `NODE_OPTIONS`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly check: ReadyCheck;
  /** `afterMs`: after SIGTERM. */
  readonly onStillReady: (place: InstanceLabel, afterMs: number) => void;
  readonly onStart: (copy: { readonly slot: string; readonly port: number; readonly pid: number }) => void;
};

/** One that says nothing when it listens. A shell or npm may stand in front of the server: signals reach all of it. */
export function startByCommand(options: CommandServerOptions): StartWebServer {
  const { command, children, environment, graceMs: lingerMs, onStart } = options;
  return async (place, port) => {
    const { id, slot } = place;
    const args = command.args.map((arg) => arg.replaceAll('{port}', String(port)));
    const env = { ...defined(environment), [command.portVariable]: String(port), INSTANCE_ID: id };
    const child = children.program(command.path, { name: slot, args, env, lingerMs });
    if (child.pid !== undefined) onStart({ slot, port, pid: child.pid });
    const gone = children.gone(child);
    return {
      child,
      gone,
      serving: untilAccepting(child, port),
      isSignalledAsGroup: true,
      onTerminate: () => void lookLater(options, { gone, place, port }),
    };
  };
}

/** A server that finishes in order takes no new connection by then, or says no. */
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

function defined(environment: CommandServerOptions['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
