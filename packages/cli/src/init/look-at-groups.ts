/** The dry run where there are Auto Scaling groups: who is there, and what the gate would say. */

import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Output } from '../output.ts';
import type { Answers } from './answers.ts';
import type { AwsView } from './aws-view.ts';
import { stageOf } from './write-files.ts';

type Looking = {
  /** `null`: AWS could not be asked, as has been said. */
  readonly aws: AwsView | null;
  readonly output: Output;
  readonly service: string;
};

export async function lookAtGroups(
  { groups, region }: Extract<Answers, { readonly kind: 'auto-scaling-groups' }>,
  { aws, output, service }: Looking,
): Promise<ExitCode> {
  if (aws === null) {
    output.print(
      '\nNo dry run: AWS could not be asked. Sign in (aws sso login, or AWS_PROFILE) and repeat the command.',
    );
    return exitCodes.inconclusive;
  }
  output.print('\nDry run: nothing is changed, and nothing is killed.');
  for (const group of groups) {
    const seen = await aws.look({ ...group, stage: stageOf(service) });
    output.print(
      `${group.name}: the Auto Scaling group ${group.autoScalingGroup} in ${region}, of ${seen.desiredSize}`,
    );
    for (const line of seen.servers) output.print(`  ${line}`);
    output.print(
      `  A kill ${seen.refusal === null ? 'would go ahead' : `would be refused: ${seen.refusal}`}`,
    );
  }
  output.print(
    'Not looked at, as it comes with the deployment: the probe, the calendar, budgets and the safety lever.',
  );
  return exitCodes.kept;
}
