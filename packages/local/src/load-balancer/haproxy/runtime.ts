import type { Target } from '../load-balancer.ts';
import { backend, lastResortName, nobody, serverName } from './haproxy-config.ts';
import { isHeldBy, type Slots } from './slots.ts';
import { askHaproxy, HaproxyRuntimeError } from './stats-socket.ts';

function fill(number: number, { port }: Target): readonly string[] {
  const server = `${backend}/${serverName(number)}`;
  const lastResort = `${backend}/${lastResortName(number)}`;
  return [
    `set server ${server} state maint`,
    `set server ${server} addr 127.0.0.1 port ${port}`,
    // Out of maintenance a server counts as up until its first failed check; ours starts down, and must pass one.
    `set server ${server} state ready`,
    `set server ${server} health down`,
    `set server ${lastResort} addr 127.0.0.1 port ${port}`,
    `set server ${lastResort} state ready`,
  ];
}

/** Drained, not in maintenance: what is in flight may finish, and a hanging process is still noticed. */
function vacate(number: number): readonly string[] {
  return [
    `set server ${backend}/${serverName(number)} state drain`,
    `set server ${backend}/${lastResortName(number)} state maint`,
  ];
}

function hasTargets(slots: Slots): boolean {
  return slots.some(({ kind }) => kind === 'held');
}

/** The commands that turn one assignment of the slots into another; empty if nothing changes. */
export function commandsBetween(before: Slots, after: Slots): readonly string[] {
  const changes = after.flatMap((slot, number) => {
    const held = before[number];
    if (slot.kind === 'free') return held?.kind === 'held' ? vacate(number) : [];
    return isHeldBy(held, slot.target) ? [] : fill(number, slot.target);
  });
  if (hasTargets(before) === hasTargets(after)) return changes;
  return [...changes, `set server ${backend}/${nobody} state ${hasTargets(after) ? 'maint' : 'ready'}`];
}

/** The state of every server of a running HAProxy. Rejects with `HaproxyGoneError` or `HaproxyRuntimeError`. */
export async function readServers(socketPath: string): Promise<ReadonlyMap<string, ServerState>> {
  const states = parseServerStates(await askHaproxy(socketPath, [`show servers state ${backend}`]));
  return new Map(states.map((state) => [state.name, state]));
}

function agrees(slots: Slots, number: number, state: ServerState | undefined): boolean {
  const slot = slots[number];
  if (slot?.kind !== 'held') return state?.isAllowed === false;
  return state?.isAllowed === true && state.port === slot.target.port;
}

/** Carries out the change and checks that it took effect; rejects with `HaproxyRuntimeError` if not. */
export async function changeSlots(socketPath: string, before: Slots, after: Slots): Promise<void> {
  const commands = commandsBetween(before, after);
  if (commands.length === 0) return;
  const said = await askHaproxy(socketPath, commands);
  const states = await readServers(socketPath);
  const wrong = after.findIndex((_, number) => !agrees(after, number, states.get(serverName(number))));
  if (wrong >= 0)
    throw new HaproxyRuntimeError(`server ${serverName(wrong)} was not changed: ${said.trim()}`);
}

/** The ids of the targets that requests are sent to. Rejects as `readServers` does. */
export async function inServiceIds(socketPath: string, slots: Slots): Promise<ReadonlySet<string>> {
  const states = await readServers(socketPath);
  return new Set(
    slots.flatMap((slot, number) => {
      const state = states.get(serverName(number));
      const isServing =
        slot.kind === 'held' && state?.isInService === true && state.port === slot.target.port;
      return isServing ? [slot.target.id] : [];
    }),
  );
}

/** One server as reported by `show servers state`. */
type ServerState = {
  readonly name: string;
  readonly port: number;
  /** Neither in maintenance nor draining: requests may be sent once its checks pass. */
  readonly isAllowed: boolean;
  /** Allowed, up, and checked at least once since it was added. */
  readonly isInService: boolean;
};

/** srv_op_state: 0 stopped, 1 starting, 2 running, 3 stopping (no new requests). */
const running = 2;
/** Bits of srv_admin_state: in maintenance (forced, inherited, by DNS), draining (forced, inherited). */
const keptOutBits = 0x01 | 0x02 | 0x20 | 0x08 | 0x10;
/** srv_check_status: 0 unknown, 1 initializing; higher ones are results. */
const initializing = 1;

function stateOf(columns: ReadonlyMap<string, string>): ServerState {
  const numberIn = (column: string): number => Number(columns.get(column) ?? Number.NaN);
  const isAllowed = (numberIn('srv_admin_state') & keptOutBits) === 0;
  const isUp = numberIn('srv_op_state') === running && numberIn('srv_check_status') > initializing;
  return {
    name: columns.get('srv_name') ?? '',
    port: numberIn('srv_port'),
    isAllowed,
    isInService: isAllowed && isUp,
  };
}

/**
 * Reads the answer to `show servers state <backend>`: a version line, a `#` line with the names of the columns, one
 * line per server. Source: HAProxy management guide §9.3, "show servers state".
 */
export function parseServerStates(text: string): readonly ServerState[] {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('#'));
  const names = lines[start]?.slice(1).trim().split(' ');
  if (names === undefined) return [];
  return lines
    .slice(start + 1)
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split(' ');
      return stateOf(new Map(names.map((name, column) => [name, values[column] ?? ''])));
    });
}
