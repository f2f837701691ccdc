/** Finds a stage by its name alone: the directory that every deployment leaves in SSM. */
import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { UsageError } from '@garbageday/core/errors.ts';
import { z } from 'zod';
import { AwsError, calling } from './aws-error.ts';
import { type FleetGroup, fleetGroupsSchema } from './fleet-group.ts';

/** Names and ARNs of one stage, as stacks/directory.ts writes them; `fleet` is parsed. */
export type StageDirectory = {
  readonly stage: string;
  readonly url: string;
  readonly ledgerTable: string;
  readonly eventBus: string;
  readonly safetyLever: string;
  readonly alarmPrefix: string;
  readonly experimentArn: string;
  readonly experimentScheduleGroup: string;
  readonly fleet: readonly FleetGroup[];
  /** Whether users' requests are measured. */
  readonly hasUsers: boolean;
};

const name = z.string().min(1);

const directorySchema = z.object({
  stage: name,
  url: name,
  ledgerTable: name,
  eventBus: name,
  safetyLever: name,
  alarmPrefix: name,
  experimentArn: name,
  experimentScheduleGroup: name,
  fleet: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' });
        return z.NEVER;
      }
    })
    .pipe(fleetGroupsSchema),
  /** A stage of an older version does not say. */
  hasUsers: z.boolean().default(true),
});

/** @throws UsageError when there is no such stage in this account and region; AwsError when AWS cannot be asked. */
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
  const parameter = `/garbageday/${stage}/directory`;
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
  const parsed = directorySchema.safeParse(jsonOrNothing(value));
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
