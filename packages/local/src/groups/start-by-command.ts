/** Starts a server of the person's own, as they would type it. */
import type { Children } from '../processes/children.ts';
import { untilAccepting } from '../processes/until-accepting.ts';
import type { ServerCommand } from '../service.ts';
import type { StartWebServer } from './web-launcher.ts';

export type CommandServerOptions = {
  readonly command: ServerCommand;
  readonly children: Children;
  /** The person's own, all of it: `DATABASE_URL`, credentials, `NODE_OPTIONS`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly onStart: (copy: { readonly slot: string; readonly port: number; readonly pid: number }) => void;
};

/** One that says nothing when it listens. A shell or npm may stand in front of the server: signals reach all of it. */
export function startByCommand({
  command,
  children,
  environment,
  graceMs,
  onStart,
}: CommandServerOptions): StartWebServer {
  return async ({ id, slot }, port) => {
    const args = command.args.map((arg) => arg.replaceAll('{port}', String(port)));
    const env = { ...defined(environment), [command.portVariable]: String(port), INSTANCE_ID: id };
    const child = children.program(command.path, { name: slot, args, env, lingerMs: graceMs });
    if (child.pid !== undefined) onStart({ slot, port, pid: child.pid });
    return { child, serving: untilAccepting(child, port), isSignalledAsGroup: true };
  };
}

function defined(environment: CommandServerOptions['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
