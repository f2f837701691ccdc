/** Hands an experiment to the stage's durable function, and follows it in the ledger. */
import { AwsError } from '@garbageday/aws/aws-error.ts';
import { executionState } from '@garbageday/aws/execution-state.ts';
import { startExperiment } from '@garbageday/aws/start-experiment.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { askedPlan } from '../platform/asked-plan.ts';
import type { Followed, KillRequest, Started, Watch } from '../platform/platform.ts';
import { type FollowedInLedger, followExperiment } from './follow-experiment.ts';
import type { StagePorts } from './stage-ports.ts';

/** The start was requested but not answered: whether the experiment began is unknown. */
export class UnknownStartError extends Error {
  readonly code = 'unknown-start';

  constructor(id: string, stage: string, options: { readonly cause: Error }) {
    super(
      `${options.cause.message}: whether ${id} began is not known; ` +
        `\`garbageday status --platform aws --stage ${stage}\` shows it if it did`,
      options,
    );
    this.name = 'UnknownStartError';
  }
}

type Where = { readonly name: string; readonly ports: StagePorts; readonly configuration: Configuration };

/** @throws UnknownStartError if the network failed, and the error from AWS if it refused. */
export async function startOnStage(
  kill: KillRequest,
  { name, ports, configuration }: Where,
): Promise<Started> {
  const { directory, region } = await ports.stage();
  const plan = askedPlan(kill, configuration, ports.clock.now());
  try {
    await startExperiment({ lambda: ports.lambda(), experimentArn: directory.experimentArn })(plan);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'unreachable') throw error;
    throw new UnknownStartError(plan.id, name, { cause: error });
  }
  return {
    experimentId: plan.id,
    announcement: `${plan.id} has been started in the stage ${name} (${region}) …`,
    follow: (watch) => follow(plan, ports, watch),
  };
}

async function follow(
  plan: ExperimentPlan,
  ports: StagePorts,
  { signal, onState, onTrouble }: Watch,
): Promise<Followed> {
  const { experimentArn } = (await ports.stage()).directory;
  const ledger = await ports.ledger();
  const stateOf = executionState({ lambda: ports.lambda(), experimentArn });
  const followed = await followExperiment(
    { ledger, clock: ports.clock, signal, execution: () => stateOf(plan) },
    plan,
    { onTransition: ({ state }) => onState(plan, state), onTrouble },
  );
  return withLook(followed);
}

const log = "look at the log of the stage's Experiment function";

function withLook(followed: FollowedInLedger): Followed {
  switch (followed.kind) {
    case 'dead':
      return { ...followed, look: log };
    case 'silent':
      return { ...followed, look: `${log} and at its dead letters` };
    default:
      return followed;
  }
}
