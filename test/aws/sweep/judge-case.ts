/** What became of a case, by what the emulators and the ledger say. */

import { readHandle } from '@garbageday/aws/fault-record.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { type ExperimentRecord, readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { SweepWorld } from './sweep-world.ts';

/** How the durable execution ended; `dead`: Lambda gave up on it. */
export type Ending = 'succeeded' | 'failed' | 'dead';

/** A call to end an instance that EC2 carried out. */
export type Terminated = { readonly instanceId: string; readonly isAfterLever: boolean };

/** The two that may be, and what may not. */
export type CaseOutcome =
  | { readonly kind: 'nothing'; readonly said: string }
  | { readonly kind: 'one kill'; readonly isAfterLever: boolean; readonly said: string }
  /** The execution could not write its end, and Lambda says that it failed: the ledger's last word is older. */
  | { readonly kind: 'cut off'; readonly isKilled: boolean; readonly said: string }
  | { readonly kind: 'wrong'; readonly what: string };

export type Ended = {
  readonly world: SweepWorld;
  readonly table: string;
  readonly plan: ExperimentPlan;
  readonly ending: Ending;
  readonly terminated: readonly Terminated[];
};

export async function judgeCase({ world, table, plan, ending, terminated }: Ended): Promise<CaseOutcome> {
  const ledger = dynamoLedger({ dynamo: world.clients.dynamo, table, clock: world.clock });
  const records = await readExperiments(ledger, { fromMs: plan.plannedAtMs, toMs: world.clock.now() + 1 });
  const record = records.find((each) => each.plan.id === plan.id) ?? null;
  const killed = [...new Set(terminated.map(({ instanceId }) => instanceId))];
  const [victim, second] = killed;
  const wrong = (what: string): CaseOutcome => ({ kind: 'wrong', what: `${what} (${ending})` });
  if (second !== undefined) return wrong(`${killed.length} instances killed`);
  const said = record === null ? 'nothing' : record.state.kind;
  if (victim === undefined) return nothingKilled(record, { said, ending, wrong });
  if (record === null || record.target?.instanceId !== victim) {
    return wrong(`killed another one than the ledger says: ${said}`);
  }
  const handle = await readHandle(ledgerTable({ dynamo: world.clients.dynamo, table }), plan.id);
  if (handle?.instanceId !== victim) return wrong(`killed without a handle, and the ledger says ${said}`);
  if (!hasEnded(record) && ending !== 'succeeded') return { kind: 'cut off', isKilled: true, said };
  if (record.injectedAtMs === null) return wrong(`killed, and the ledger says ${said}`);
  if (!hasEnded(record)) return wrong(`killed and recorded, and it never ends: ${said}`);
  return { kind: 'one kill', isAfterLever: terminated[0]?.isAfterLever === true, said };
}

type Saying = {
  readonly said: string;
  readonly ending: Ending;
  readonly wrong: (what: string) => CaseOutcome;
};

function nothingKilled(record: ExperimentRecord | null, { said, ending, wrong }: Saying): CaseOutcome {
  if (record !== null && record.injectedAtMs !== null)
    return wrong('nothing killed, and the ledger says injected');
  const isOpen = record === null || !hasEnded(record);
  if (isOpen && ending !== 'succeeded') return { kind: 'cut off', isKilled: false, said };
  if (isOpen) return wrong(`nothing killed, and it never ends: ${said}`);
  return { kind: 'nothing', said };
}

function hasEnded({ state }: ExperimentRecord): boolean {
  return state.kind === 'refused' || state.kind === 'completed' || state.kind === 'aborted';
}
