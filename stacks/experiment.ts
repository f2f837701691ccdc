/** One experiment: a durable function that claims, injects, watches and judges, and survives a crash at any point. */
import { specs } from '../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { commonArguments, commonTransforms, type Settings } from './lambda.ts';
import { type Common, wire } from './wiring.ts';

export type Experiment = {
  readonly workflow: sst.aws.Workflow;
  /** Durable functions are invoked by a qualified ARN; this one always means the latest deployment. */
  readonly alias: aws.lambda.Alias;
};

export function deployExperiment({ deadLetters, reserve }: Foundation, given: Common): Experiment {
  const settings: Settings = {
    wiring: wire(specs.chaos, given),
    description: 'Runs one chaos experiment',
    memory: '512 MB',
    deadLetters: deadLetters.experiments,
    reserved: reserve(2),
  };
  const workflow = new sst.aws.Workflow('Experiment', {
    ...commonArguments(settings),
    runtime: 'nodejs24.x',
    // A step is short; the experiment waits between them without running.
    timeout: { invocation: '2 minutes', execution: '2 hours' },
    retention: '30 days',
    logging: { format: 'json', retention: '3 months' },
    transform: { function: durableTransforms(settings, deadLetters.experiments) },
  });
  const alias = liveAlias(workflow);
  neverTwice(alias);
  return { workflow, alias };
}

/**
 * A durable function takes no destination (Lambda guide, "Invoking durable Lambda functions"): what fails for good goes
 * into the dead-letter queue of the function itself.
 */
function durableTransforms(settings: Settings, deadLetters: sst.aws.Queue) {
  const common = commonTransforms(settings);
  return { ...common, function: { ...common.function, deadLetterConfig: { targetArn: deadLetters.arn } } };
}

function liveAlias(workflow: sst.aws.Workflow): aws.lambda.Alias {
  const { function: lambda } = workflow.nodes.function.nodes;
  return new aws.lambda.Alias('ExperimentLive', {
    name: 'live',
    description: 'The latest deployment; experiments that are under way stay on theirs',
    functionName: lambda.name,
    functionVersion: lambda.version,
  });
}

/** An experiment that threw is not started anew: its claim is taken, and somebody shall look. */
function neverTwice(alias: aws.lambda.Alias): void {
  new aws.lambda.FunctionEventInvokeConfig('ExperimentDelivery', {
    functionName: alias.functionName,
    qualifier: alias.name,
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 900,
  });
}
