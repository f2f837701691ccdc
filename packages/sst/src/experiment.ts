/** One experiment: a durable function that claims, injects, watches and judges, and survives a crash at any point. */
import { specs } from '../../../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { commonArguments, commonTransforms, type Settings } from './lambda.ts';
import type { Naming } from './naming.ts';
import { type Common, wire } from './wiring.ts';

export type Experiment = {
  readonly workflow: sst.aws.Workflow;
  /** Durable functions are invoked by a qualified ARN; this one always means the latest deployment. */
  readonly alias: aws.lambda.Alias;
};

export function deployExperiment(foundation: Foundation, given: Common): Experiment {
  const { names, deadLetters, reserve } = foundation;
  const settings: Settings = {
    wiring: wire(specs.chaos, given),
    description: 'Runs one chaos experiment',
    memory: '512 MB',
    deadLetters: deadLetters.experiments,
    reserved: reserve(2),
  };
  const workflow = new sst.aws.Workflow(names.logical('Experiment'), {
    ...commonArguments(names.logical('Experiment'), settings),
    runtime: 'nodejs24.x',
    // A step is short; between steps the experiment waits without running.
    timeout: { invocation: '2 minutes', execution: '2 hours' },
    retention: '30 days',
    logging: { format: 'json', retention: '3 months' },
    transform: { function: durableTransforms(foundation, settings) },
  });
  const alias = liveAlias(names, workflow);
  neverTwice(names, alias);
  return { workflow, alias };
}

/**
 * A durable function takes no destination (Lambda guide, "Invoking durable Lambda functions"): what fails for good goes
 * into the dead-letter queue of the function itself.
 */
function durableTransforms(foundation: Foundation, settings: Settings) {
  const common = commonTransforms(foundation, settings);
  return {
    ...common,
    function: { ...common.function, deadLetterConfig: { targetArn: foundation.deadLetters.experiments.arn } },
  };
}

function liveAlias({ logical }: Naming, workflow: sst.aws.Workflow): aws.lambda.Alias {
  const { function: lambda } = workflow.nodes.function.nodes;
  return new aws.lambda.Alias(logical('ExperimentLive'), {
    name: 'live',
    description: 'The latest deployment; experiments that are under way stay on theirs',
    functionName: lambda.name,
    functionVersion: lambda.version,
  });
}

/** An experiment that threw is not restarted: its claim is taken, and a person should look at it. */
function neverTwice({ logical }: Naming, alias: aws.lambda.Alias): void {
  new aws.lambda.FunctionEventInvokeConfig(logical('ExperimentDelivery'), {
    functionName: alias.functionName,
    qualifier: alias.name,
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 900,
  });
}
