/** Transitions in the ledger's table: each under its experiment, and the experiment under the day on which it began. */
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { stateCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import {
  beganKey,
  dayPartition,
  daysOf,
  experimentPartition,
  readDatedKey,
  timeText,
  transitionKey,
} from './contract/ledger-keys.ts';
import type { Item } from './dynamo-items.ts';
import { type Table, textOf } from './table.ts';

const pageSize = 100;

/** Days or experiments that are queried at the same time. */
const concurrency = 16;

/**
 * The day's entry is written first, so that an experiment is never lost to a crash between the two puts. An entry
 * without a transition, or repeated at another time, has no effect: readers rely on the first transition.
 */
export async function putTransition(table: Table, transition: Transition): Promise<void> {
  const { experimentId, seq, atMs, state } = transition;
  if (seq === 0) await table.putOnce(beganKey(experimentId, atMs), {});
  await table.putOnce(transitionKey(experimentId, seq), {
    atMs: { N: `${atMs}` },
    state: { S: stateCodec.encode(state) },
  });
}

/** By time of the first transition, then by experiment, then by `seq`. */
export async function* readTransitions(table: Table, interval: Interval): AsyncIterable<Transition> {
  const days = [...daysOf(interval.fromMs, interval.toMs)];
  for await (const entries of inTurn(days, (day) => beganOn(table, day, interval))) {
    for await (const transitions of inTurn(entries, (entry) => lifeOf(table, entry))) yield* transitions;
  }
}

type Began = ReturnType<typeof readDatedKey>;

async function beganOn(table: Table, day: string, { fromMs, toMs }: Interval): Promise<readonly Began[]> {
  const range = { pk: dayPartition(day), from: timeText(fromMs), before: timeText(toMs) };
  const items = await all(table.query(range, pageSize));
  return items.map((item) => readDatedKey(textOf(item, 'sk')));
}

async function lifeOf(table: Table, { atMs, id }: Began): Promise<readonly Transition[]> {
  const range = { pk: experimentPartition(id), from: '0', before: ':' };
  const items = await all(table.query(range, pageSize));
  const transitions = items.map((item) => transitionOf(id, item));
  const [first] = transitions;
  return first?.seq === 0 && first.atMs === atMs ? transitions : [];
}

function transitionOf(experimentId: string, item: Item): Transition {
  return {
    experimentId,
    seq: Number(textOf(item, 'sk')),
    atMs: Number(item['atMs']?.N),
    state: stateCodec.decode(textOf(item, 'state')),
  };
}

async function all(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** Answers in the order of the questions, with a few calls in parallel. */
async function* inTurn<Q, A>(questions: readonly Q[], ask: (question: Q) => Promise<A>): AsyncIterable<A> {
  for (let from = 0; from < questions.length; from += concurrency) {
    yield* await Promise.all(questions.slice(from, from + concurrency).map(ask));
  }
}
