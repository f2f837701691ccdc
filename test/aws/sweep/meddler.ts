/** Does to one call of an experiment what its case says, and writes down every call by name. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Call, Meddle, Reply } from '../emulators/start-gateway.ts';
import { type Named, nameOf } from './call-names.ts';
import { errorReply } from './error-answers.ts';
import type { SweepCase } from './sweep-case.ts';

/** What the case does outside of the call itself. */
export type Turns = {
  /** The world moves on: the lever is pulled, or time passes. Once. */
  readonly turn: () => Promise<void>;
  /** As long as the client waits for an answer that never comes. */
  readonly giveUp: () => void;
  readonly die: () => Promise<void>;
  readonly freeze: () => void;
  /** Returns when the process runs again. `late`: the client has given up on the answer meanwhile. */
  readonly thaw: () => Promise<'soon' | 'late'>;
  /** A server was told to end. */
  readonly onTerminate: (instanceId: string) => void;
};

export type Meddler = {
  readonly meddle: Meddle;
  /** Every call so far, by name and number, in order. */
  readonly calls: () => readonly string[];
  readonly isReached: () => boolean;
};

type Attempt = { readonly call: Call; readonly named: Named; readonly act: () => Promise<Reply> };

export function meddler(swept: SweepCase | null, turns: Turns): Meddler {
  const calls: string[] = [];
  const counted = new Map<string, number>();
  const seen = new Set<string>();
  let struck: Named | null = null;
  const keysOf = ({ names, invocation }: Named): readonly string[] => {
    if (seen.has(invocation)) return [];
    seen.add(invocation);
    return names.map((name) => {
      const count = (counted.get(name) ?? 0) + 1;
      counted.set(name, count);
      return count === 1 ? name : `${name} (${count})`;
    });
  };
  const meddle: Meddle = async (call, plainAct) => {
    const named = nameOf(call);
    const keys = keysOf(named);
    calls.push(...keys);
    const act = () => watched(call, named, { act: plainAct, onTerminate: turns.onTerminate });
    if (swept === null) return act();
    const isFirst = struck === null && keys.includes(swept.call);
    if (isFirst) struck = named;
    if (struck === null || !isHit(swept, struck, named)) return act();
    if (isFirst) return strike(swept, { call, named, act }, turns);
    return again(swept, { call, named, act }, turns);
  };
  return { meddle, calls: () => calls, isReached: () => struck !== null };
}

/** Throttling and a missing permission stay, and hit the whole operation; the rest is over with the call. */
function isHit({ fault }: SweepCase, struck: Named, { operation, invocation }: Named): boolean {
  const stays = fault === 'throttled' || fault === 'denied';
  return stays ? operation === struck.operation : invocation === struck.invocation;
}

async function watched(
  { body }: Call,
  { operation }: Named,
  { act, onTerminate }: Pick<Turns, 'onTerminate'> & Pick<Attempt, 'act'>,
): Promise<Reply> {
  const reply = await act();
  if (operation === 'EC2 TerminateInstances' && reply.status === 200) {
    for (const [key, id] of new URLSearchParams(body.toString())) {
      if (key.startsWith('InstanceId.')) onTerminate(id);
    }
  }
  return reply;
}

async function strike(swept: SweepCase, attempt: Attempt, turns: Turns): Promise<Reply | 'cut'> {
  const { act } = attempt;
  switch (swept.fault) {
    case 'dies before':
      await turns.die();
      await turns.turn();
      return 'cut';
    case 'dies after':
      await act();
      await turns.die();
      await turns.turn();
      return 'cut';
    case 'frozen': {
      turns.freeze();
      const reply = await act();
      await turns.turn();
      return (await turns.thaw()) === 'late' ? 'cut' : reply;
    }
    case 'fails before':
    case 'fails after':
    case 'throttled':
    case 'denied':
    case 'hangs': {
      const answered = await again(swept, attempt, turns);
      await turns.turn();
      return answered;
    }
    default:
      return swept.fault satisfies never;
  }
}

/** The first attempt, or one that follows it. */
async function again({ fault }: SweepCase, { named, act }: Attempt, turns: Turns): Promise<Reply | 'cut'> {
  switch (fault) {
    case 'fails before':
      return errorReply('failed', named.protocol);
    case 'fails after':
      await act();
      return 'cut';
    case 'throttled':
      return errorReply('throttled', named.protocol);
    case 'denied':
      return errorReply('denied', named.protocol);
    case 'hangs':
      turns.giveUp();
      await delay(20);
      return 'cut';
    default:
      return act();
  }
}
