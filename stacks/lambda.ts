/** How every function is set up; what differs between them is written where they are. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { layBeside, layConfiguration } from './beside.ts';
import type { Inside } from './entrance.ts';
import type { Handler } from './handlers.ts';
import { type Statement, trustOf } from './policy.ts';

export type FunctionSpec = {
  readonly handler: Handler;
  readonly description: string;
  readonly memory: '256 MB' | '512 MB' | '1024 MB';
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly permissions: readonly Statement[];
  readonly secrets: readonly sst.Secret[];
  /** Laid beside the code of the functions that decide by it; `null`: it needs none. */
  readonly configuration: Configuration | null;
  /** What late imports read. */
  readonly lateFiles?: readonly string[];
  /** `null`: what failed is not worth keeping, because it cannot be made up for. */
  readonly deadLetters: sst.aws.Queue | null;
  /** `null`: as many at a time as the account allows. */
  readonly reserved: number | null;
};

export type TimedSpec = FunctionSpec & {
  readonly timeout: `${number} seconds`;
  /** Of an asynchronous invocation that threw: 0 to 2. */
  readonly retries: 0 | 1 | 2;
  /** An event that waited longer is not worth handling any more. */
  readonly maxEventAgeSeconds: number;
  /** In the VPC, for whoever must come from its addresses; `null` or not written: wherever Lambda likes. */
  readonly inside?: Inside | null;
};

/** A function whose failed events end in its dead-letter queue, if it has one. */
export function createFunction(name: string, spec: TimedSpec): sst.aws.Function {
  return new sst.aws.Function(name, {
    ...commonArguments(spec),
    ...(spec.inside ? { vpc: spec.inside } : {}),
    runtime: 'nodejs24.x',
    timeout: spec.timeout,
    logging: { format: 'json', retention: '1 month' },
    retries: spec.retries,
    transform: {
      ...commonTransforms(spec),
      eventInvokeConfig: {
        maximumEventAgeInSeconds: spec.maxEventAgeSeconds,
        ...(spec.deadLetters === null
          ? {}
          : { destinationConfig: { onFailure: { destination: spec.deadLetters.arn } } }),
      },
    },
  });
}

/** Shared with the experiment, which is a workflow. */
export function commonArguments(spec: FunctionSpec) {
  return {
    handler: spec.handler,
    description: spec.description,
    architecture: 'arm64' as const,
    memory: spec.memory,
    // `minify` is said to be the default; without it bundles came out more than twice as large (docs/deploy.md).
    // `splitting`: late imports are files of their own, which cost nothing at the start.
    nodejs: { minify: true, splitting: true },
    hook: { postbuild: (directory: string) => layEverything(directory, spec) },
    // Live development would need a role that the whole account may assume.
    dev: false as const,
    link: [...spec.secrets],
    environment: { ...spec.environment },
    permissions: [...spec.permissions, ...tracing, ...sendTo(spec.deadLetters)],
  };
}

/** What is laid there is in the zip, whose hash tells SST that there is something to deploy. */
async function layEverything(
  directory: string,
  { configuration, lateFiles = [] }: FunctionSpec,
): Promise<void> {
  await layBeside(directory, lateFiles);
  if (configuration !== null) await layConfiguration(directory, configuration);
}

export function commonTransforms({ reserved }: FunctionSpec) {
  return {
    role: { assumeRolePolicy: trustOf('lambda.amazonaws.com') },
    function: {
      tracingConfig: { mode: 'Active' },
      ...(reserved === null ? {} : { reservedConcurrentExecutions: reserved }),
    },
  };
}

/** X-Ray knows no resources. */
const tracing: readonly Statement[] = [
  { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
];

function sendTo(queue: sst.aws.Queue | null): readonly Statement[] {
  return queue === null ? [] : [{ actions: ['sqs:SendMessage'], resources: [queue.arn] }];
}
