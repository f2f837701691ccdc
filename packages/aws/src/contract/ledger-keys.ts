/**
 * Keys of the ledger's table.
 *
 * | item                   | pk                                | sk                         | expiresAt |
 * | ---------------------- | --------------------------------- | -------------------------- | --------- |
 * | claim                  | `claim#<claimKey>`                | `claim`                    | never     |
 * | fault, before it hits  | `fault#<experimentId>`            | `fault`; `repeat` when delivered again | never |
 * | transition             | `experiment#<experimentId>`       | `<seq, 6 digits>`          | never     |
 * | experiments of a day   | `experiments#<YYYY-MM-DD, UTC>`   | `<atMs, 15 digits>#<id>`   | never     |
 * | loss                   | `loss#<instanceId>`               | `loss`; `whole` when its group was whole again | never |
 * | losses of a day        | `losses#<YYYY-MM-DD, UTC>`        | `<atMs, 15 digits>#<instanceId>` | never |
 * | losses are recorded since | `losses`                       | `since`                    | never     |
 * | what a member of the replica set says of itself | `member#<Auto Scaling group>` | `role` | overwritten |
 * | slice                  | `slices#<service>#<journey>#<YYYY-MM-DD, UTC>` | `<startMs, 15 digits>#<vantage>#<seq>` | 400 days |
 * | who marks a kill in a tool | `mark#<experimentId>#<tool>` | `mark`; packages/aws/src/mark-claims.ts | 90 days |
 * | what Slack is told     | `outbox#…`                        | packages/aws/src/dynamo-outbox.ts | 30 to 90 days |
 *
 * Every write of a function is a conditional put under its key, so that a repeat changes nothing. A window of slices is
 * one query per day, in pages; an interval of experiments or losses, one query per day and one per experiment or loss.
 */

import type { LossKey } from '@garbageday/core/chaos/loss.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { SliceKey } from '@garbageday/core/probe/slice-codec.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';

export type Key = { readonly pk: string; readonly sk: string };

export const tableKeys = { hashKey: 'pk', rangeKey: 'sk' } as const satisfies Record<string, keyof Key>;

/** Epoch seconds; DynamoDB deletes an item some time later. */
export const ttlAttribute = 'expiresAt';

/** Epoch milliseconds in 15 digits sort correctly as text until the year 33658. */
const digits = 15;

/** The end of `Date` (ECMAScript, Time Values and Time Range): nothing happens later. */
const endOfTimeMs = 8.64e15;

export function claimKey(key: string): Key {
  return { pk: `claim#${key}`, sk: 'claim' };
}

export function faultKey(experimentId: string): Key {
  return { pk: `fault#${experimentId}`, sk: 'fault' };
}

/** Another delivery has found the fault recorded, and may carry it out, too. */
export function repeatKey(experimentId: string): Key {
  return { pk: `fault#${experimentId}`, sk: 'repeat' };
}

/** The recorded target died of another cause. */
export function missedKey(experimentId: string): Key {
  return { pk: `fault#${experimentId}`, sk: 'missed' };
}

/** `mark`: the kill and the tool in which it is marked. */
export function markKey(mark: string): Key {
  return { pk: `mark#${mark}`, sk: 'mark' };
}

export function transitionKey(experimentId: string, seq: number): Key {
  return { pk: experimentPartition(experimentId), sk: `${seq}`.padStart(6, '0') };
}

export function experimentPartition(experimentId: string): string {
  return `experiment#${experimentId}`;
}

/** An experiment under the day on which it began. */
export function beganKey(experimentId: string, atMs: number): Key {
  return { pk: dayPartition(dayOf(atMs)), sk: `${timeText(atMs)}#${experimentId}` };
}

/** Experiments that began on a day, `YYYY-MM-DD` in UTC. */
export function dayPartition(day: string): string {
  return `experiments#${day}`;
}

/** An entry of a day: an experiment that began, or an instance that was lost. */
export function readDatedKey(sk: string): { readonly atMs: number; readonly id: string } {
  return { atMs: Number(sk.slice(0, digits)), id: sk.slice(digits + 1) };
}

export function sliceKey(slice: SliceKey): Key {
  const { startMs, vantage, seq } = slice;
  return { pk: slicePartition(slice, dayOf(startMs)), sk: `${timeText(startMs)}#${vantage}#${seq}` };
}

export function slicePartition(
  { service, journey }: Pick<Slice, 'service' | 'journey'>,
  day: string,
): string {
  return `slices#${service}#${journey}#${day}`;
}

/** Since when losses are recorded. */
export const lossesWatchedKey: Key = { pk: 'losses', sk: 'since' };

/** A loss under the day on which it happened. */
export function lostKey(instanceId: string, atMs: number): Key {
  return { pk: lossesPartition(dayOf(atMs)), sk: `${timeText(atMs)}#${instanceId}` };
}

/** Losses of a day, `YYYY-MM-DD` in UTC. */
export function lossesPartition(day: string): string {
  return `losses#${day}`;
}

export function lossKey({ instanceId, atMs }: LossKey): Key {
  return { pk: lossPartition(instanceId), sk: `loss#${timeText(atMs)}` };
}

/** The group of the lost instance is whole again. */
export function wholeKey({ instanceId, atMs }: LossKey): Key {
  return { pk: lossPartition(instanceId), sk: `whole#${timeText(atMs)}` };
}

/** The sort keys of the previous version, which had only one loss for each instance. */
export const formerLossSort = { loss: 'loss', whole: 'whole' } as const;

export function lossPartition(instanceId: string): string {
  return `loss#${instanceId}`;
}

/** What the member of a one-server Auto Scaling group reports about itself; the only sort key is `role`. */
export function memberRolePartition(autoScalingGroup: string): string {
  return `member#${autoScalingGroup}`;
}

/** The vantage itself may contain a `#`. */
export function readSliceKey(sk: string): Pick<SliceKey, 'startMs' | 'vantage' | 'seq'> {
  const last = sk.lastIndexOf('#');
  return {
    startMs: Number(sk.slice(0, digits)),
    vantage: sk.slice(digits + 1, last),
    seq: Number(sk.slice(last + 1)),
  };
}

/** For a sort key range: keys at or after `ms` begin with or follow this text; earlier keys precede it. */
export function timeText(ms: number): string {
  return `${Math.min(Math.max(0, Math.ceil(ms)), 10 ** digits - 1)}`.padStart(digits, '0');
}

/** The UTC days that a half-open interval touches, ascending; none for an empty one. */
export function* daysOf(fromMs: number, toMs: number): Generator<string> {
  if (!(fromMs < toMs)) return;
  const first = Math.floor(Math.max(0, fromMs) / dayMs) * dayMs;
  for (let ms = first; ms < Math.min(toMs, endOfTimeMs); ms += dayMs) yield dayOf(ms);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
