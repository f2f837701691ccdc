/** The state of a platform, read through its ports: each part is known, or says why it could not be read. */

import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { Checked } from '@garbageday/core/chaos/gate-facts.ts';
import { messageOf } from '@garbageday/core/chaos/gather-facts.ts';
import { type ExperimentRecord, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { FiringAlert, LeverPosition } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import type { About, LedgerReader, Platform } from '../platform/platform.ts';

export type Status = {
  readonly about: About;
  readonly service: string;
  readonly nowMs: number;
  readonly lever: Checked<LeverPosition>;
  readonly groups: Checked<readonly Group[]>;
  /** null: there is no alerting here. */
  readonly firing: Checked<readonly FiringAlert[] | null>;
  /** Experiments of the last month, oldest first. */
  readonly experiments: Checked<readonly ExperimentRecord[]>;
  /**
   * How long ago the newest slice of the judge that has been silent for longest ended, in milliseconds; null: no slice
   * in the last hour.
   */
  readonly newestSliceAgeMs: Checked<number | null>;
};

/** The daily report ends unfinished experiments; if it failed for a month, that would be noticed in other ways. */
const lookBackMs = 31 * 24 * hourMs;

/** @throws UsageError if the platform itself does not exist. */
export async function readStatus(platform: Platform, now: () => number): Promise<Status> {
  const { service, journeys } = await platform.configuration();
  const judges = journeys.flatMap(({ name, role }) => (role === 'judge' ? name : []));
  const about = await platform.about();
  const nowMs = now();
  const check = checker(platform);
  const [lever, groups, firing, experiments, newestSliceAgeMs] = await Promise.all([
    check(() => platform.lever.position()),
    check(() => platform.fleet.groups()),
    check(async () => (await platform.alerts?.firing()) ?? null),
    check(() => experimentsOf(platform, nowMs)),
    check(() => oldestAge(platform, { service, judges, nowMs })),
  ]);
  return { about, service, nowMs, lever, groups, firing, experiments, newestSliceAgeMs };
}

async function experimentsOf(platform: Platform, nowMs: number): Promise<readonly ExperimentRecord[]> {
  const ledger = await ledgerOf(platform);
  const interval = { fromMs: nowMs - lookBackMs, toMs: nowMs + hourMs };
  return ledger === null ? [] : await readExperiments(ledger, interval);
}

type Asked = { readonly service: string; readonly judges: readonly string[]; readonly nowMs: number };

/** For the judge that has been silent for longest; `null`: one of them for an hour. */
async function oldestAge(platform: Platform, { service, judges, nowMs }: Asked): Promise<number | null> {
  const ledger = await ledgerOf(platform);
  if (ledger === null) return null;
  const window = { service, fromMs: nowMs - hourMs, toMs: nowMs + 1 };
  const ages = await Promise.all(
    judges.map(async (journey) => {
      const newest = (await readSlices(ledger, { ...window, journey })).at(-1);
      return newest === undefined ? null : Math.max(0, nowMs - newest.startMs - newest.widthSeconds * 1_000);
    }),
  );
  return ages.reduce((oldest, age) => (oldest === null || age === null ? null : Math.max(oldest, age)), 0);
}

async function ledgerOf(platform: Platform): Promise<LedgerReader | null> {
  const records = await platform.ledger();
  return records.kind === 'none' ? null : records.ledger;
}

/** A part that cannot be read carries its error, and does not hide the others. */
function checker({ explain }: Platform) {
  return async <T>(ask: () => Promise<T>): Promise<Checked<T>> => {
    try {
      return { kind: 'known', value: await ask() };
    } catch (error) {
      return { kind: 'failed', error: messageOf(await explain(error)) };
    }
  };
}
