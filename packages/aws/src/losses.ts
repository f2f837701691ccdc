/** Unplanned losses in the ledger's table: each under its instance, and the instance under the day of the loss. */
import { lossCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { Loss, LossKey, RecordedLoss } from '@garbageday/core/chaos/loss.ts';
import type { Interval, LossRecord } from '@garbageday/core/ports.ts';
import {
  daysOf,
  formerLossSort,
  lossesPartition,
  lossesWatchedKey,
  lossKey,
  lossPartition,
  lostKey,
  readDatedKey,
  timeText,
  wholeKey,
} from './contract/ledger-keys.ts';
import { type Item, numberOf } from './dynamo-items.ts';
import { type Range, type Table, textOf } from './table.ts';

const pageSize = 100;

/** A range with every sort key of a partition whose keys are words. */
const everyKey = { from: '0', before: '~' };

export async function watchLosses(table: Table, sinceMs: number): Promise<void> {
  await table.putOnce(lossesWatchedKey, { atMs: numberOf(sinceMs) });
}

/**
 * The day's entry is written first, as with experiments: an entry without a loss, or repeated at another time, has no
 * effect.
 */
export async function putLoss(table: Table, loss: Loss): Promise<void> {
  const { instanceId, atMs, window, group, slot, zone } = loss;
  await table.putOnce(lostKey(instanceId, atMs), {});
  await table.putOnce(lossKey(loss), {
    version: numberOf(lossCodec.version),
    ...{ group: { S: group }, slot: { S: slot }, zone: { S: zone } },
    ...{ atMs: numberOf(atMs), fromMs: numberOf(window.fromMs), toMs: numberOf(window.toMs) },
  });
}

export async function putWhole(table: Table, loss: LossKey, atMs: number): Promise<void> {
  await table.putOnce(wholeKey(loss), { atMs: numberOf(atMs) });
}

/** One query per UTC day and one per loss: there are few of them. */
export async function readLosses(table: Table, interval: Interval): Promise<LossRecord | null> {
  const [watched] = await all(table, { pk: lossesWatchedKey.pk, ...everyKey });
  if (watched === undefined) return null;
  const losses: RecordedLoss[] = [];
  for (const day of daysOf(interval.fromMs, interval.toMs)) {
    for (const { atMs, id } of await lostOn(table, day, interval)) {
      const loss = await lossOf(table, { instanceId: id, atMs });
      if (loss !== null) losses.push(loss);
    }
  }
  return { sinceMs: timeOf(watched, 'atMs'), losses };
}

type Lost = ReturnType<typeof readDatedKey>;

async function lostOn(table: Table, day: string, { fromMs, toMs }: Interval): Promise<readonly Lost[]> {
  const range = { pk: lossesPartition(day), from: timeText(fromMs), before: timeText(toMs) };
  return (await all(table, range)).map((item) => readDatedKey(textOf(item, 'sk')));
}

async function lossOf(table: Table, key: LossKey): Promise<RecordedLoss | null> {
  const { instanceId } = key;
  const items = await all(table, { pk: lossPartition(instanceId), ...everyKey });
  const itemAt = (sk: string) => items.find((item) => textOf(item, 'sk') === sk);
  const own = itemAt(lossKey(key).sk);
  const loss = own ?? itemAt(formerLossSort.loss);
  const whole = itemAt(wholeKey(key).sk) ?? (own === undefined ? itemAt(formerLossSort.whole) : undefined);
  if (loss === undefined || timeOf(loss, 'atMs') !== key.atMs) return null;
  return { ...readLoss(instanceId, loss), wholeAtMs: whole === undefined ? null : timeOf(whole, 'atMs') };
}

function readLoss(instanceId: string, item: Item): Loss {
  const version = item['version']?.N;
  return lossCodec.read({
    ...(version === undefined ? {} : { version: Number(version) }),
    ...{ instanceId, group: item['group']?.S, slot: item['slot']?.S, zone: item['zone']?.S },
    atMs: timeOf(item, 'atMs'),
    window: { fromMs: timeOf(item, 'fromMs'), toMs: timeOf(item, 'toMs') },
  });
}

async function all(table: Table, range: Range): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of table.query(range, pageSize)) items.push(...page);
  return items;
}

function timeOf(item: Item, name: string): number {
  return Number(item[name]?.N);
}
