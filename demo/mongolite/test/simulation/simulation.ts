/** A replica set in one process, on virtual time, over links that delay, lose and part; members die, stop, lose disks. */
import { decodeRaftMessage, encodeRaftMessage } from '@garbageday/mongolite/cluster/message-codec.ts';
import { bootstrap, connect, disconnect, receive, recover } from '@garbageday/mongolite/raft/member.ts';
import type { RaftMessage } from '@garbageday/mongolite/raft/message.ts';
import type { RaftPorts, StateMachine } from '@garbageday/mongolite/raft/ports.ts';
import { createRaft, type Raft } from '@garbageday/mongolite/raft/raft.ts';
import type { ReplicaSetConfig } from '@garbageday/mongolite/raft/replica-set-config.ts';
import { tick } from '@garbageday/mongolite/raft/tick.ts';
import { type Seeded, seeded } from './seeded.ts';
import { type SimulatedDisk, simulatedDisk } from './simulated-disk.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

export type SimulatedMember = {
  readonly host: string;
  disk: SimulatedDisk;
  raft: Raft | null;
  /** Counts process starts: events of an earlier life are void. */
  life: number;
  isPaused: boolean;
  readonly missed: (() => void)[];
  /** What the state machine holds: every applied payload in order. */
  applied: string[];
};

export type Simulation = {
  readonly time: VirtualTime;
  readonly random: Seeded;
  readonly members: readonly SimulatedMember[];
  readonly config: ReplicaSetConfig;
  readonly start: (member: SimulatedMember) => void;
  readonly kill: (member: SimulatedMember) => void;
  readonly wipe: (member: SimulatedMember) => void;
  readonly pause: (member: SimulatedMember) => void;
  readonly resume: (member: SimulatedMember) => void;
  /** Cuts the links of one member without closing its connections: packets just vanish. */
  readonly isolate: (member: SimulatedMember) => void;
  readonly rejoin: (member: SimulatedMember) => void;
  readonly heal: () => void;
  /** Runs for a while; `check` after every tick of every member. */
  readonly run: (ms: number, check: () => void) => void;
  /** The host of the newest leader that takes writes. */
  readonly leader: () => string | null;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function machineOf(member: SimulatedMember): StateMachine {
  return {
    apply: (payload) => {
      member.applied.push(decoder.decode(payload));
      return { ok: 1, n: member.applied.length };
    },
    records: () => member.applied.map((value) => encoder.encode(value)),
    restore: () => {
      const values: string[] = [];
      return {
        add: (record) => void values.push(decoder.decode(record)),
        finish: () => {
          member.applied = values;
        },
      };
    },
  };
}

export type SimulationOptions = {
  readonly seed: number;
  readonly priorities: readonly number[];
  /** Share of messages that vanish, 0–1. */
  readonly loss: number;
  /** So many members found the set; the others wait to be added. All, unless told otherwise. */
  readonly founders?: number;
};

export function simulation(options: SimulationOptions): Simulation {
  const time = virtualTime();
  const random = seeded(options.seed);
  const config: ReplicaSetConfig = {
    setName: 'rs0',
    version: 1,
    electionTimeoutMs: 1500,
    members: options.priorities
      .slice(0, options.founders)
      .map((priority, id) => ({ id, host: `m${id}:1`, priority, votes: 1, isNewlyAdded: false })),
  };
  const members: SimulatedMember[] = options.priorities.map((_, id) => ({
    host: `m${id}:1`,
    disk: simulatedDisk(),
    raft: null,
    life: 0,
    isPaused: false,
    missed: [],
    applied: [],
  }));
  const isolated = new Set<string>();
  const lastDelivery = new Map<string, number>();
  const named = (host: string) => members.find((member) => member.host === host) as SimulatedMember;

  /** Delivers to this life of a member, later when it is stopped, never when it has died since. */
  const deliver = (to: SimulatedMember, life: number, event: (raft: Raft) => void): void => {
    if (to.life !== life || to.raft === null) return;
    if (to.isPaused) to.missed.push(() => deliver(to, life, event));
    else event(to.raft);
  };

  const send = (from: SimulatedMember, host: string, message: RaftMessage): void => {
    const to = named(host);
    const { life } = to;
    const fromLife = from.life;
    if (to.raft === null || random.chance(options.loss)) return;
    const link = `${from.host}>${host}`;
    const wire = encodeRaftMessage(message);
    const arrival = Math.max(time.nowMs() + 0.1 + random.next() * 3, (lastDelivery.get(link) ?? 0) + 0.001);
    lastDelivery.set(link, arrival);
    time.at(arrival - time.nowMs(), () => {
      if (isolated.has(from.host) || isolated.has(host)) return;
      if (from.life !== fromLife && random.chance(0.5)) return;
      deliver(to, life, (raft) => receive(raft, from.host, decodeRaftMessage(wire)));
    });
  };

  const link = (a: SimulatedMember, b: SimulatedMember): void => {
    const { life } = a;
    // Later than the news of the former life's end: a new connection cannot overtake the close of the old one.
    time.at(6 + random.next() * 45, () => {
      if (b.raft !== null) deliver(a, life, (raft) => connect(raft, b.host));
    });
  };

  const portsOf = (member: SimulatedMember): RaftPorts => ({
    nowMs: time.nowMs,
    wallClockMs: time.nowMs,
    random: random.next,
    send: (host, message) => send(member, host, message),
    messageBytes: 2000,
    soon: (task) => {
      const { life } = member;
      time.at(0.05, () => deliver(member, life, task));
    },
    storage: member.disk.storage,
    machine: machineOf(member),
    changed: () => {},
    applied: () => {},
  });

  const start = (member: SimulatedMember): void => {
    member.life += 1;
    member.isPaused = false;
    member.missed.length = 0;
    member.applied = member.disk.records().map((record) => decoder.decode(record));
    const recovered = member.disk.recover();
    const raft = createRaft(member.host, `${member.host}#${member.life}`, portsOf(member), recovered);
    member.raft = raft;
    recover(raft, recovered);
    for (const other of members) {
      if (other === member || other.raft === null) continue;
      link(member, other);
      link(other, member);
    }
  };

  const kill = (member: SimulatedMember): void => {
    member.raft = null;
    member.life += 1;
    for (const other of members) {
      if (other === member) continue;
      const { life } = other;
      time.at(random.next() * 5, () => deliver(other, life, (raft) => disconnect(raft, member.host)));
    }
  };

  const resume = (member: SimulatedMember): void => {
    member.isPaused = false;
    // Timers run before sockets are read, as in Node's event loop.
    if (member.raft !== null) tick(member.raft);
    for (const event of member.missed.splice(0)) event();
  };

  const found = (): void => {
    const founders = members.slice(0, options.founders);
    for (const member of founders) start(member);
    for (const member of founders) if (member.raft !== null) bootstrap(member.raft, config);
  };

  found();
  return {
    time,
    random,
    members,
    config,
    start,
    kill,
    resume,
    wipe: (member) => {
      kill(member);
      member.disk = simulatedDisk();
    },
    pause: (member) => {
      member.isPaused = true;
    },
    isolate: (member) => void isolated.add(member.host),
    rejoin: (member) => void isolated.delete(member.host),
    heal: () => isolated.clear(),
    run: (ms, check) => {
      const end = time.nowMs() + ms;
      while (time.nowMs() < end) {
        time.runUntil(Math.min(end, time.nowMs() + 20));
        for (const member of members) {
          if (member.raft !== null && !member.isPaused) tick(member.raft);
          check();
        }
      }
    },
    leader: () => {
      const leaders = members.flatMap(({ raft, isPaused }) =>
        !isPaused && raft?.role === 'leader' && raft.isReady ? [raft] : [],
      );
      return leaders.sort((a, b) => b.term - a.term)[0]?.self ?? null;
    },
  };
}
