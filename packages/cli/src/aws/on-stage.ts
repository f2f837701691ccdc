/** A deployed stage, found by its name alone, for as long as one command needs it. */
import process from 'node:process';
import { SSMClient } from '@aws-sdk/client-ssm';
import { explainAwsError } from '@garbageday/aws/aws-error.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { StageDirectory } from '@garbageday/aws/contract/stage-directory.ts';
import { type LeverMove, lastLeverMove, ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { readStageDirectory } from '@garbageday/aws/stage-directory.ts';
import { unknownProfile } from '@garbageday/aws/unknown-profile.ts';
import type { Clock, SafetyLever } from '@garbageday/core/ports.ts';

export type DeployedStage = {
  readonly name: string;
  readonly region: string;
  readonly directory: StageDirectory;
  readonly clock: Clock;
  readonly lever: SafetyLever;
  readonly lastLeverMove: () => Promise<LeverMove>;
};

/** Region and credentials are where the SDK looks for them. What AWS refuses becomes a UsageError of one line. */
export async function onStage<T>(
  { name, clock }: Pick<DeployedStage, 'name' | 'clock'>,
  body: (stage: DeployedStage) => Promise<T>,
): Promise<T> {
  const ssm = new SSMClient(clientSettings());
  try {
    const directory = await readStageDirectory({ ssm, stage: name });
    const lever = ssmSafetyLever({ ssm, name: directory.safetyLever, clock });
    return await body({
      name,
      region: await ssm.config.region(),
      directory,
      clock,
      lever,
      lastLeverMove: () => lastLeverMove({ ssm, name: directory.safetyLever }),
    });
  } catch (error) {
    throw (await unknownProfile(error, process.env)) ?? explainAwsError(error);
  } finally {
    ssm.destroy();
  }
}
