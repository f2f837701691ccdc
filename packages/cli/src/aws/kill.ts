/** `kill` on AWS: starts the durable experiment and follows it in the ledger until it ends. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { executionState } from '@garbageday/aws/execution-state.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { narrateLastState, narrateOutcome, narrateProgress } from '@garbageday/render/narrate/experiment.ts';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { exitCodeOf, killSchema, outcomeDocument } from '../kill-result.ts';
import { type Followed, followExperiment } from './follow-experiment.ts';
import { leaveOnSignal } from './leave-on-signal.ts';
import { type DeployedStage, onStage } from './on-stage.ts';
import { planKill } from './plan-kill.ts';
import { startOnStage } from './start-on-stage.ts';

export type KillOnAws = {
  readonly stage: string;
  readonly configPath: string | null;
  readonly asked: string | undefined;
  readonly fault: FaultName | null;
  readonly mode: ExperimentPlan['mode'];
};

/** @throws UsageError for whatever keeps the experiment from being started; nothing is killed then. */
export async function killOnAws(kill: KillOnAws, context: CommandContext): Promise<ExitCode> {
  const configuration = await loadConfiguration(kill.configPath, context.surroundings.cwd, 'aws');
  return await onStage({ name: kill.stage, clock: systemClock() }, async (stage) => {
    const plan = planKill({
      ...kill,
      groups: configuration.groups,
      fleet: stage.directory.fleet,
      nowMs: stage.clock.now(),
    });
    const leaving = leaveOnSignal();
    try {
      await startOnStage(stage, plan);
      context.output.line(`${plan.id} has been started in the stage ${stage.name} (${stage.region}) …`);
      return report(await follow(stage, plan, { context, signal: leaving.signal }), { stage, plan, context });
    } finally {
      leaving.release();
    }
  });
}

type Watching = { readonly context: CommandContext; readonly signal: AbortSignal };

async function follow(
  { directory, clock }: DeployedStage,
  plan: ExperimentPlan,
  { context, signal }: Watching,
): Promise<Followed> {
  const dynamo = new DynamoDBClient(clientSettings());
  const lambda = new LambdaClient(clientSettings());
  try {
    const ledger = dynamoLedger({ dynamo, table: directory.ledgerTable, clock });
    const stateOf = executionState({ lambda, experimentArn: directory.experimentArn });
    const ports = { ledger, clock, signal, execution: () => stateOf(plan) };
    return await followExperiment(ports, plan, {
      onTransition: ({ state }) => {
        const line = narrateProgress(plan, state);
        if (line !== null) context.output.line(line);
      },
      onTrouble: (error) => context.output.line(`${error.message}; still looking …`),
    });
  } finally {
    dynamo.destroy();
    lambda.destroy();
  }
}

type Reported = {
  readonly stage: DeployedStage;
  readonly plan: ExperimentPlan;
  readonly context: CommandContext;
};

function report(followed: Followed, { stage, plan, context }: Reported): ExitCode {
  const { output } = context;
  const outcome = followed.kind === 'ended' ? followed.outcome : null;
  const document = outcome === null ? null : outcomeDocument(outcome);
  if (output.isJson) output.document({ schema: killSchema, experimentId: plan.id, outcome: document });
  if (outcome !== null) {
    if (!output.isJson) output.print(narrateOutcome(outcome));
    return exitCodeOf(outcome);
  }
  output.line(whyNoVerdict(followed, { stage: stage.name, id: plan.id }));
  return exitCodes.inconclusive;
}

function whyNoVerdict(
  followed: Followed,
  { stage, id }: { readonly stage: string; readonly id: string },
): string {
  const where = `--platform aws --stage ${stage}`;
  const look = `see it with \`garbageday status ${where}\`, end it with \`garbageday halt ${where}\``;
  switch (followed.kind) {
    case 'left':
      return `garbageday: ${id} goes on in the stage ${stage} without you; ${look}`;
    case 'too-long':
      return `garbageday: ${id} has not ended in the stage ${stage}; ${look}`;
    case 'dead':
      return (
        `garbageday: the execution of ${id} ${followed.how} and goes no further (${narrateLastState(followed.last)}); look at the log ` +
        `of the stage's Experiment function, and at \`garbageday status ${where}\``
      );
    case 'lost':
      return `garbageday: ${followed.error.message}; ${id} goes on; ${look}`;
    case 'silent':
      return (
        `garbageday: the stage ${stage} took ${id} and has not begun it; look at the log of its Experiment function ` +
        'and at its dead letters'
      );
    case 'ended':
      return '';
    default:
      return followed satisfies never;
  }
}
