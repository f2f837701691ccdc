/** Functions, from the very zips that SST has uploaded. */
import { rest } from '../call.ts';
import { inner, type Kinds, pascal } from '../kind.ts';
import type { Plain } from '../wire.ts';

const functions = '/2015-03-31/functions';

export const lambdaKinds: Kinds = {
  'aws:lambda/function:Function': {
    create: async (inputs) => {
      const { durableConfig: durable, deadLetterConfig, vpcConfig } = inputs;
      const made = await rest('lambda', 'POST', functions, {
        FunctionName: inputs['name'],
        Code: { S3Bucket: inputs['s3Bucket'], S3Key: inputs['s3Key'] },
        Role: inputs['role'],
        ...inner(
          pascal({
            ...pick(inputs, ['runtime', 'handler', 'timeout', 'memorySize', 'architectures', 'description']),
            ...pick(inputs, ['publish', 'tracingConfig', 'loggingConfig', 'ephemeralStorage', 'packageType']),
          }),
        ),
        Environment: { Variables: inner(inputs['environment'])['variables'] },
        ...(deadLetterConfig === undefined ? {} : { DeadLetterConfig: pascal(deadLetterConfig) }),
        ...(vpcConfig === undefined ? {} : { VpcConfig: pascal(vpcConfig) }),
        ...(durable === undefined ? {} : { DurableConfig: durableConfigOf(inner(durable)) }),
      });
      await reserve(inputs['name'], inputs['reservedConcurrentExecutions']);
      const arn = String(made['FunctionArn']).replace(/:\d+$/, '');
      const version = String(made['Version'] ?? '1');
      return { arn, version, qualifiedArn: `${arn}:${version}`, lastModified: made['LastModified'] };
    },
    remove: (state) => rest('lambda', 'DELETE', `${functions}/${state['name']}`),
  },
  'aws:lambda/alias:Alias': {
    create: async ({ functionName, name, functionVersion, description }) => {
      const input = { Name: name, FunctionVersion: functionVersion, Description: description };
      const { AliasArn: arn } = await rest('lambda', 'POST', `${functions}/${functionName}/aliases`, input);
      return { id: `${functionName}/${name}`, arn };
    },
    remove: ({ functionName, name }) =>
      rest('lambda', 'DELETE', `${functions}/${functionName}/aliases/${name}`),
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    create: async (inputs) => {
      await rest('lambda', 'PUT', delivery(inputs['functionName'], inputs['qualifier']), {
        MaximumRetryAttempts: inputs['maximumRetryAttempts'],
        MaximumEventAgeInSeconds: inputs['maximumEventAgeInSeconds'],
        DestinationConfig: pascal(inputs['destinationConfig']),
      });
      return {};
    },
    remove: ({ functionName, qualifier }) => rest('lambda', 'DELETE', delivery(functionName, qualifier)),
  },
  'aws:lambda/permission:Permission': {
    create: async (inputs, name) => {
      await rest('lambda', 'POST', `${functions}/${inputs['function']}/policy`, {
        StatementId: name,
        ...inner(pascal(pick(inputs, ['action', 'principal', 'sourceArn', 'sourceAccount']))),
      });
      return { id: name };
    },
    remove: (state, id) => rest('lambda', 'DELETE', `${functions}/${state['function']}/policy/${id}`),
  },
};

/** `Enabled` is not of AWS's API: ministack wants it. */
function durableConfigOf({ executionTimeout, retentionPeriod }: Plain): Plain {
  return { Enabled: true, ExecutionTimeout: executionTimeout, RetentionPeriodInDays: retentionPeriod };
}

function pick(inputs: Plain, names: readonly string[]) {
  return Object.fromEntries(names.filter((name) => name in inputs).map((name) => [name, inputs[name]]));
}

async function reserve(name: unknown, concurrent: unknown): Promise<void> {
  if (typeof concurrent !== 'number' || concurrent < 0) return;
  const input = { ReservedConcurrentExecutions: concurrent };
  await rest('lambda', 'PUT', `/2017-10-31/functions/${name}/concurrency`, input);
}

function delivery(name: unknown, qualifier: unknown): string {
  const suffix = qualifier === undefined ? '' : `?Qualifier=${qualifier}`;
  return `/2019-09-25/functions/${name}/event-invoke-config${suffix}`;
}
