/** Finds a stage by its name alone: the directory that every deployment leaves in SSM. */
import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { UsageError } from '@garbageday/core/errors.ts';
import { AwsError, calling } from './aws-error.ts';
import { directoryName } from './contract/names.ts';
import { type StageDirectory, stageDirectorySchema } from './contract/stage-directory.ts';

/** @throws UsageError if there is no such stage in this account and region; AwsError if AWS cannot be queried. */
export async function readStageDirectory({
  ssm,
  stage,
}: {
  readonly ssm: SSMClient;
  readonly stage: string;
}): Promise<StageDirectory> {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(stage)) {
    throw new UsageError(
      `--stage ${JSON.stringify(stage)} is not a stage name; use letters, digits and hyphens`,
    );
  }
  const parameter = directoryName(stage);
  const value = await calling(`looking for the stage ${stage}`, () => read(ssm, parameter));
  if (value === null) {
    throw new UsageError(
      `there is no stage ${stage} in ${await ssm.config.region()} (no SSM parameter ${parameter}); ` +
        `deploy it (npx sst deploy --stage ${stage}), or set AWS_REGION and AWS_PROFILE to where it is`,
    );
  }
  return parse(parameter, value);
}

async function read(ssm: SSMClient, parameter: string): Promise<string | null> {
  try {
    const answer = await ssm.send(new GetParameterCommand({ Name: parameter }));
    return answer.Parameter?.Value ?? null;
  } catch (error) {
    if (error instanceof ParameterNotFound) return null;
    throw error;
  }
}

function parse(parameter: string, value: string): StageDirectory {
  const parsed = stageDirectorySchema.safeParse(jsonOrNothing(value));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError(
    'unexpected-answer',
    `the SSM parameter ${parameter} was not written by this version of Garbage Day ` +
      `(${issue?.path.join('.') || 'the whole'}: ${issue?.message}); deploy the stage again`,
  );
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
