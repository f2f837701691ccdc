/** One fault after another, each followed by a whole set: the next one must not meet the last one's victim. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from '../simulation/seeded.ts';
import type { Members } from './members.ts';
import type { Network } from './namespaces.ts';

export const faultNames = ['kill', 'stop in peace', 'kill two', 'wipe', 'pause', 'partition'] as const;

export type FaultName = (typeof faultNames)[number];

type Scene = { readonly members: Members; readonly network: Network; readonly random: Seeded };

function someMs(random: Seeded): number {
  return 200 + random.below(2_500);
}

async function endAndStart({ members, random }: Scene, hosts: readonly string[], signal: NodeJS.Signals) {
  await Promise.all(hosts.map((host) => members.end(host, signal)));
  await sleep(someMs(random) / 4);
  await Promise.all(hosts.map(members.start));
}

const inject: Readonly<Record<FaultName, (scene: Scene, victim: string) => Promise<void>>> = {
  kill: (scene, victim) => endAndStart(scene, [victim], 'SIGKILL'),
  'stop in peace': (scene, victim) => endAndStart(scene, [victim], 'SIGTERM'),
  'kill two': (scene, victim) => {
    const other = scene.random.pick(scene.members.hosts.filter((host) => host !== victim));
    return endAndStart(scene, [victim, other], 'SIGKILL');
  },
  wipe: async ({ members }, victim) => {
    await members.end(victim, 'SIGKILL');
    members.wipe(victim);
    await members.start(victim);
  },
  pause: async ({ members, random }, victim) => {
    members.signal(victim, 'SIGSTOP');
    await sleep(someMs(random));
    members.signal(victim, 'SIGCONT');
  },
  partition: async ({ network, random }, victim) => {
    network.partition?.(victim, true);
    await sleep(someMs(random));
    network.partition?.(victim, false);
  },
};

/** Until `untilMs`; returns how often each fault was injected. */
export async function injectFaults(scene: Scene, untilMs: number): Promise<ReadonlyMap<FaultName, number>> {
  const injected = new Map<FaultName, number>();
  const possible = faultNames.filter((name) => name !== 'partition' || scene.network.partition !== null);
  while (performance.now() < untilMs) {
    const name = scene.random.pick(possible);
    await inject[name](scene, scene.random.pick(scene.members.hosts));
    injected.set(name, (injected.get(name) ?? 0) + 1);
    await scene.members.whole();
    await sleep(300);
  }
  return injected;
}
