import type { Target } from '../load-balancer.ts';
import { backend, lastResortName, nobody, serverName } from './haproxy-config.ts';
import { parseServerStates, type ServerState } from './server-states.ts';
import { isHeldBy, type Slots } from './slots.ts';
import { askHaproxy, HaproxyRuntimeError } from './stats-socket.ts';

const fill = (number: number, { port }: Target): readonly string[] => {
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
};

/** Drained, not in maintenance: what is in flight may finish, and a process that hangs is still noticed. */
const vacate = (number: number): readonly string[] => [
  `set server ${backend}/${serverName(number)} state drain`,
  `set server ${backend}/${lastResortName(number)} state maint`,
];

const hasTargets = (slots: Slots): boolean => slots.some(({ kind }) => kind === 'held');

/** The commands that turn one assignment of the slots into another; none where nothing changes. */
export const commandsBetween = (before: Slots, after: Slots): readonly string[] => {
  const changes = after.flatMap((slot, number) => {
    const held = before[number];
    if (slot.kind === 'free') return held?.kind === 'held' ? vacate(number) : [];
    return isHeldBy(held, slot.target) ? [] : fill(number, slot.target);
  });
  if (hasTargets(before) === hasTargets(after)) return changes;
  return [...changes, `set server ${backend}/${nobody} state ${hasTargets(after) ? 'maint' : 'ready'}`];
};

/** The state of every server of a running HAProxy. Rejects with `HaproxyGoneError` or `HaproxyRuntimeError`. */
export const readServers = async (socketPath: string): Promise<ReadonlyMap<string, ServerState>> => {
  const states = parseServerStates(await askHaproxy(socketPath, [`show servers state ${backend}`]));
  return new Map(states.map((state) => [state.name, state]));
};

const agrees = (slots: Slots, number: number, state: ServerState | undefined): boolean => {
  const slot = slots[number];
  if (slot?.kind !== 'held') return state?.isAllowed === false;
  return state?.isAllowed === true && state.port === slot.target.port;
};

/** Carries out the change and looks whether it took; rejects with `HaproxyRuntimeError` when it did not. */
export const changeSlots = async (socketPath: string, before: Slots, after: Slots): Promise<void> => {
  const commands = commandsBetween(before, after);
  if (commands.length === 0) return;
  const said = await askHaproxy(socketPath, commands);
  const states = await readServers(socketPath);
  const wrong = after.findIndex((_, number) => !agrees(after, number, states.get(serverName(number))));
  if (wrong >= 0)
    throw new HaproxyRuntimeError(`server ${serverName(wrong)} was not changed: ${said.trim()}`);
};

/** The ids of the targets that requests are sent to. Rejects as `readServers` does. */
export const inServiceIds = async (socketPath: string, slots: Slots): Promise<ReadonlySet<string>> => {
  const states = await readServers(socketPath);
  return new Set(
    slots.flatMap((slot, number) => {
      const state = states.get(serverName(number));
      const isServing =
        slot.kind === 'held' && state?.isInService === true && state.port === slot.target.port;
      return isServing ? [slot.target.id] : [];
    }),
  );
};
