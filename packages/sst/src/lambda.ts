/** The common setup of every function; the differences are in the files of the functions. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configurationFile, shipConfiguration } from '@garbageday/aws/contract/shipped-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Foundation } from './foundation.ts';
import { functionCode } from './function-code.ts';
import { type Statement, trustOf } from './policy.ts';
import type { Wiring } from './wiring.ts';

/** Where a function with a known address runs. */
export type Inside = {
  readonly privateSubnets: $util.Input<string[]>;
  readonly securityGroups: $util.Input<$util.Input<string>[]>;
};

export type Settings = {
  /** What follows from functions/specs.ts. */
  readonly wiring: Wiring;
  readonly description: string;
  readonly memory: '256 MB' | '512 MB' | '1024 MB';
  /** What late imports read, below node_modules. */
  readonly lateFiles?: readonly string[];
  /** `null`: a failed event is not worth keeping, because it cannot be made up for. */
  readonly deadLetters: sst.aws.Queue | null;
  /** `null`: as many concurrent executions as the account allows. */
  readonly reserved: number | null;
};

export type TimedSettings = Settings & {
  readonly timeout: `${number} seconds`;
  /** Retries of an asynchronous invocation that threw: 0 to 2. */
  readonly retries: 0 | 1 | 2;
  /** An event that has waited longer is no longer worth handling. */
  readonly maxEventAgeSeconds: number;
  /** In the VPC, for a function that must use its addresses; `null` or absent: Lambda's own network. */
  readonly inside?: Inside | null;
};

/** A function whose failed events end up in its dead-letter queue, if it has one. */
export function createFunction(
  foundation: Foundation,
  part: string,
  settings: TimedSettings,
): sst.aws.Function {
  const name = foundation.names.logical(part);
  return new sst.aws.Function(name, {
    ...commonArguments(name, settings),
    ...(settings.inside ? { vpc: settings.inside } : {}),
    runtime: 'nodejs24.x',
    timeout: settings.timeout,
    logging: { format: 'json', retention: '1 month' },
    retries: settings.retries,
    transform: {
      ...commonTransforms(foundation, settings),
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
export function commonArguments(name: string, settings: Settings) {
  const { handler, configuration } = settings.wiring;
  const { postbuild, ...code } = functionCode({ name, handler, lateFiles: settings.lateFiles ?? [] });
  return {
    ...code,
    description: settings.description,
    architecture: 'arm64' as const,
    memory: settings.memory,
    hook: {
      // The files are part of the zip, whose hash tells SST that there is something to deploy.
      postbuild: async (directory: string) => {
        await postbuild(directory);
        if (configuration !== null) await layConfiguration(directory, configuration);
      },
    },
    // Live development would need a role that the whole account may assume.
    dev: false as const,
    link: [...settings.wiring.secrets],
    environment: { ...settings.wiring.environment },
    permissions: [...settings.wiring.permissions, ...tracing, ...sendTo(settings.deadLetters)],
  };
}

export function commonTransforms({ permissionsBoundary }: Foundation, { reserved }: Settings) {
  return {
    role: {
      assumeRolePolicy: trustOf('lambda.amazonaws.com'),
      ...(permissionsBoundary === null ? {} : { permissionsBoundary }),
    },
    function: {
      tracingConfig: { mode: 'Active' },
      ...(reserved === null ? {} : { reservedConcurrentExecutions: reserved }),
    },
  };
}

/** X-Ray has no resource-level permissions. */
const tracing: readonly Statement[] = [
  { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
];

function sendTo(queue: sst.aws.Queue | null): readonly Statement[] {
  return queue === null ? [] : [{ actions: ['sqs:SendMessage'], resources: [queue.arn] }];
}

/** Read by functions/configuration.ts. */
export async function layConfiguration(directory: string, configuration: Configuration): Promise<void> {
  await writeFile(join(directory, configurationFile), shipConfiguration(configuration));
}
