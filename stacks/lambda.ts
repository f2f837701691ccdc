/** How every function is set up; what differs between them is written where they are. */
import type { Inside } from './entrance.ts';
import type { Handler } from './handlers.ts';
import { layBeside } from './late-files.ts';
import { type Statement, trustOf } from './policy.ts';

export type FunctionSpec = {
  readonly handler: Handler;
  readonly description: string;
  readonly memory: '256 MB' | '512 MB' | '1024 MB';
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly permissions: readonly Statement[];
  readonly secrets: readonly sst.Secret[];
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
  /** What late imports read. Where there are any, late imports are files of their own: unused, they cost nothing. */
  readonly lateFiles?: readonly string[];
};

/** A function whose failed events end in its dead-letter queue, if it has one. */
export function createFunction(name: string, spec: TimedSpec): sst.aws.Function {
  return new sst.aws.Function(name, {
    ...commonArguments(spec),
    ...late(spec.lateFiles),
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

function late(files: readonly string[] = []) {
  if (files.length === 0) return {};
  return {
    nodejs: { minify: true, splitting: true },
    hook: { postbuild: (directory: string) => layBeside(directory, files) },
  };
}

/** Shared with the experiment, which is a workflow. */
export function commonArguments(spec: FunctionSpec) {
  return {
    handler: spec.handler,
    description: spec.description,
    architecture: 'arm64' as const,
    memory: spec.memory,
    // Said to be the default; without it bundles came out more than twice as large (docs/deploy.md).
    nodejs: { minify: true },
    // Live development would need a role that the whole account may assume.
    dev: false as const,
    link: [...spec.secrets],
    environment: { ...spec.environment },
    permissions: [...spec.permissions, ...tracing, ...sendTo(spec.deadLetters)],
  };
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
