/** How every function is set up; what differs between them is written where they are. */
import { layBeside, layConfiguration } from './beside.ts';
import type { Inside } from './entrance.ts';
import { type Statement, trustOf } from './policy.ts';
import type { Wiring } from './wiring.ts';

export type Settings = {
  /** What follows from functions/specs.ts. */
  readonly wiring: Wiring;
  readonly description: string;
  readonly memory: '256 MB' | '512 MB' | '1024 MB';
  /** What late imports read. */
  readonly lateFiles?: readonly string[];
  /** `null`: what failed is not worth keeping, because it cannot be made up for. */
  readonly deadLetters: sst.aws.Queue | null;
  /** `null`: as many at a time as the account allows. */
  readonly reserved: number | null;
};

export type TimedSettings = Settings & {
  readonly timeout: `${number} seconds`;
  /** Of an asynchronous invocation that threw: 0 to 2. */
  readonly retries: 0 | 1 | 2;
  /** An event that waited longer is not worth handling any more. */
  readonly maxEventAgeSeconds: number;
  /** In the VPC, for whoever must come from its addresses; `null` or not written: wherever Lambda likes. */
  readonly inside?: Inside | null;
};

/** A function whose failed events end in its dead-letter queue, if it has one. */
export function createFunction(name: string, settings: TimedSettings): sst.aws.Function {
  return new sst.aws.Function(name, {
    ...commonArguments(settings),
    ...(settings.inside ? { vpc: settings.inside } : {}),
    runtime: 'nodejs24.x',
    timeout: settings.timeout,
    logging: { format: 'json', retention: '1 month' },
    retries: settings.retries,
    transform: {
      ...commonTransforms(settings),
      eventInvokeConfig: {
        maximumEventAgeInSeconds: settings.maxEventAgeSeconds,
        ...(settings.deadLetters === null
          ? {}
          : { destinationConfig: { onFailure: { destination: settings.deadLetters.arn } } }),
      },
    },
  });
}

/** Shared with the experiment, which is a workflow. */
export function commonArguments(settings: Settings) {
  return {
    handler: settings.wiring.handler,
    description: settings.description,
    architecture: 'arm64' as const,
    memory: settings.memory,
    // `minify` is said to be the default; without it bundles came out more than twice as large (docs/deploy.md).
    // `splitting`: late imports are files of their own, which cost nothing at the start.
    nodejs: { minify: true, splitting: true },
    hook: { postbuild: (directory: string) => layEverything(directory, settings) },
    // Live development would need a role that the whole account may assume.
    dev: false as const,
    link: [...settings.wiring.secrets],
    environment: { ...settings.wiring.environment },
    permissions: [...settings.wiring.permissions, ...tracing, ...sendTo(settings.deadLetters)],
  };
}

/** What is laid there is in the zip, whose hash tells SST that there is something to deploy. */
async function layEverything(
  directory: string,
  { wiring: { configuration }, lateFiles = [] }: Settings,
): Promise<void> {
  await layBeside(directory, lateFiles);
  if (configuration !== null) await layConfiguration(directory, configuration);
}

export function commonTransforms({ reserved }: Settings) {
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
