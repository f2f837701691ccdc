/** One experiment from plan to verdict, as durable steps: a crash at any point resumes (domain.md §4). */

import type { ExperimentPlan } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import { alreadyClaimed, type Decision, decide, targetOf } from './gate.ts';
import { gatherFacts } from './gather-facts.ts';
import { type ExperimentRun, stepName, transitionRecorder } from './record-transitions.ts';
import type { Refusal } from './refusal.ts';
import { recordOf, strike } from './strike.ts';

/**
 * Runs one experiment now, whatever its `plannedAtMs`. Every transition is recorded before what follows it, and then
 * told to whoever listens, as far as that is possible; after a crash the same call with the same steps resumes: the fault is injected at most once and always undone.
 * A dry run stops where the fault would be injected. Throws what the ports throw outside the gate; a fault that was
 * injected has been undone by then, unless undoing is what threw.
 */
export async function runExperiment(
  ports: ExperimentPorts,
  plan: ExperimentPlan,
  settings: ExperimentSettings,
): Promise<ExperimentOutcome> {
  const run: ExperimentRun = { ports, plan, settings, record: transitionRecorder(ports, plan) };
  await run.record({ kind: 'drawn', plan });
  const { decision, atMs: decidedAtMs } = await ports.steps.run(stepName(plan, 'decide'), () =>
    decideNow(run),
  );
  if (decision.kind === 'refused') return refuse(run, decision.refusal);
  const claim = await ports.steps.run(stepName(plan, 'claim'), () =>
    ports.ledger.claim(claimKeyOf(plan), plan.id),
  );
  if (claim.kind === 'already-claimed') return refuse(run, alreadyClaimed(claim.by));
  const target = recordOf(decision.target);
  const { atMs } = await run.record({ kind: 'claimed', target });
  if (plan.mode === 'dry-run') return { kind: 'dry-run', plan, target, atMs };
  return strike(run, decision.target, { claimedAtMs: atMs, decidedAtMs });
}

/** `atMs`: when it began to look. Part of the step's result, so that a crash does not make the decision younger. */
type Decided = { readonly decision: Decision; readonly atMs: number };

async function decideNow({ ports, plan, settings }: ExperimentRun): Promise<Decided> {
  const atMs = ports.clock.now();
  const facts = await gatherFacts(ports, plan, settings);
  const refusal = decide(facts);
  return { decision: refusal === null ? targetOf(facts) : { kind: 'refused', refusal }, atMs };
}

async function refuse({ record, plan }: ExperimentRun, refusal: Refusal): Promise<ExperimentOutcome> {
  const { atMs } = await record({ kind: 'refused', refusal });
  return { kind: 'refused', plan, atMs, refusal };
}

/** A rehearsal does not use up the day's claim. */
function claimKeyOf({ mode, claimKey }: ExperimentPlan): string {
  return mode === 'armed' ? claimKey : `dry-run/${claimKey}`;
}
