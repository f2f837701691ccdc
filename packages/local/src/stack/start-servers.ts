/** Starts the copies of one tier of servers, behind load balancers that know them by the registry. */
import type { TargetRegistry } from '../groups/load-balancer-launcher.ts';
import type { Launcher } from '../groups/machine.ts';
import { type Copy, startByCommand } from '../groups/start-by-command.ts';
import { type StartWebServer, startByNode, webLauncher } from '../groups/web-launcher.ts';
import { readyCheckOf } from '../load-balancer/load-balancer.ts';
import type { Program, ServerTier } from '../service.ts';
import { commandStart } from './command-start.ts';
import type { Foundation } from './foundation.ts';
import type { StartWatch } from './start-watch.ts';

/** By a group's name: `http://127.0.0.1:34567`. */
export type Addresses = ReadonlyMap<string, string>;

type Told = { readonly port: number; readonly addresses: Addresses };

export type ServersOptions = {
  readonly foundation: Foundation;
  readonly watch: StartWatch;
  readonly tier: ServerTier;
  readonly addresses: Addresses;
  readonly registry: TargetRegistry;
  /** What its copies are asked just before they are told to go. */
  readonly witnessPath: string;
  /** Told of each copy of a command, at its start. */
  readonly onCopy: (copy: Copy, serving: Promise<void>) => void;
};

export function serversLauncher(options: ServersOptions): Launcher {
  const { foundation, tier, registry } = options;
  const program = programOf(tier);
  const start = program === null ? startCommand(options) : startProgram(options, program);
  return webLauncher({ start, ports: foundation.ports, registry });
}

/** What has to be bundled first; null: anybody's command. */
export function programOf({ bundle, args }: ServerTier): Program | null {
  return bundle === null ? null : { kind: 'program', name: bundle, entry: args[0] ?? '' };
}

function startProgram({ foundation, tier, addresses }: ServersOptions, program: Program): StartWebServer {
  const { bundles, children } = foundation;
  return startByNode({
    bundle: bundles.pathOf(program),
    children,
    environmentFor: (port) => serverEnvironment(tier, { port, addresses }),
  });
}

function startCommand({
  foundation: { options, children, emit },
  watch,
  tier,
  addresses,
  witnessPath,
  onCopy,
}: ServersOptions): StartWebServer {
  const { directory, environment, timing } = options;
  const explanation = commandStart({ tier, directory, timeoutSeconds: timing.startTimeoutMs / 1_000 });
  watch.explainBy(explanation);
  const own = defined(environment);
  return startByCommand({
    program: tier.program,
    children,
    argsFor: (port) => tier.args.map((arg) => filledIn(arg, { port, addresses })),
    environmentFor: (port) => ({ ...own, ...serverEnvironment(tier, { port, addresses }) }),
    graceMs: timing.graceMs,
    check: readyCheckOf(tier),
    onStart: (copy, serving) => {
      explanation.started(copy);
      onCopy(copy, serving);
    },
    witnessPath,
    onParted: (instance, witnessed) => emit({ kind: 'parted', instance, ...witnessed }),
    onStillReady: (instance, afterMs) => emit({ kind: 'still-ready', instance, afterMs }),
  });
}

function defined(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** `{port}` and `{url:NAME}` are filled in; a name that is not known stays as it is written. */
function filledIn(text: string, { port, addresses }: Told): string {
  return text
    .replaceAll('{port}', String(port))
    .replaceAll(/\{url:([^{}]*)\}/g, (whole, name: string) => addresses.get(name) ?? whole);
}

/** What is written counts more than the addresses of what it depends on, and its port more than both. */
function serverEnvironment(tier: ServerTier, told: Told): Readonly<Record<string, string>> {
  const { env, dependsOn, portVariable } = tier;
  const addresses = dependsOn.flatMap((name) => {
    const url = told.addresses.get(name);
    return url === undefined ? [] : [[addressVariable(name), url]];
  });
  const written = Object.entries(env).map(([name, text]) => [name, filledIn(text, told)]);
  return { ...Object.fromEntries([...addresses, ...written]), [portVariable]: String(told.port) };
}

/** `word-store` is told as `WORD_STORE_URL`. */
function addressVariable(group: string): string {
  return `${group.toUpperCase().replaceAll('-', '_')}_URL`;
}
