/** Where the draw puts its one-shot schedules, and the role by which they start an experiment. */
import type { ExperimentSchedules } from '@garbageday/aws/contract/experiment-schedules.ts';
import type { Experiment } from './experiment.ts';
import { resourceName } from './naming.ts';
import { arn, policyDocument, trustOfForThisAccount, type Where } from './policy.ts';

export type OneShots = {
  readonly variable: $util.Output<string>;
  /** Where the draw may create them, and by which role they run. */
  readonly scopes: Readonly<Record<'schedules' | 'schedulerRole', Where>>;
  readonly group: aws.scheduler.ScheduleGroup;
};

type Input = {
  readonly experiment: Experiment;
  readonly deadLetters: sst.aws.Queue;
  readonly timeZone: string;
};

export function deployOneShots({ experiment, deadLetters, timeZone }: Input): OneShots {
  const group = new aws.scheduler.ScheduleGroup('Experiments', { name: resourceName('experiments') });
  const role = schedulerRole(experiment, deadLetters);
  const settings = {
    group: group.name,
    targetArn: experiment.alias.arn,
    roleArn: role.arn,
    deadLetterArn: deadLetters.arn,
    timeZone,
    maximumEventAgeInSeconds: 900,
    maximumRetryAttempts: 3,
  } satisfies { [Key in keyof ExperimentSchedules]: $util.Input<ExperimentSchedules[Key]> };
  return { variable: $jsonStringify(settings), scopes: scopesOf(group, role), group };
}

function schedulerRole(experiment: Experiment, deadLetters: sst.aws.Queue): aws.iam.Role {
  const role = new aws.iam.Role('ExperimentsRole', {
    name: resourceName('experiments-scheduler'),
    assumeRolePolicy: trustOfForThisAccount('scheduler.amazonaws.com'),
  });
  new aws.iam.RolePolicy('ExperimentsPolicy', {
    name: 'start',
    role: role.name,
    policy: policyDocument([
      { actions: ['lambda:InvokeFunction'], resources: [experiment.alias.arn] },
      { actions: ['sqs:SendMessage'], resources: [deadLetters.arn] },
    ]),
  });
  return role;
}

function scopesOf(group: aws.scheduler.ScheduleGroup, role: aws.iam.Role): OneShots['scopes'] {
  const passedTo = 'scheduler.amazonaws.com';
  return {
    schedules: { resources: [arn('scheduler', $interpolate`schedule/${group.name}/*`)] },
    schedulerRole: {
      resources: [role.arn],
      conditions: [{ test: 'StringEquals', variable: 'iam:PassedToService', values: [passedTo] }],
    },
  };
}
