/** Where the draw creates its one-shot schedules, and the role with which they start an experiment. */
import type { ExperimentSchedules } from '@garbageday/aws/contract/experiment-schedules.ts';
import type { Experiment } from './experiment.ts';
import type { Foundation } from './foundation.ts';
import { arn, policyDocument, trustOfForThisAccount, type Where } from './policy.ts';

export type OneShots = {
  readonly variable: $util.Output<string>;
  /** Where the draw may create them, and with which role they run. */
  readonly scopes: Readonly<Record<'schedules' | 'schedulerRole', Where>>;
  readonly group: aws.scheduler.ScheduleGroup;
};

type Input = {
  readonly foundation: Foundation;
  readonly experiment: Experiment;
  readonly timeZone: string;
};

export function deployOneShots({ foundation, experiment, timeZone }: Input): OneShots {
  const { names, deadLetters } = foundation;
  const name = names.resource('experiments');
  const group = new aws.scheduler.ScheduleGroup(names.logical('Experiments'), { name });
  const role = schedulerRole(foundation, experiment);
  const settings = {
    group: group.name,
    targetArn: experiment.alias.arn,
    roleArn: role.arn,
    deadLetterArn: deadLetters.experiments.arn,
    timeZone,
    maximumEventAgeInSeconds: 900,
    maximumRetryAttempts: 3,
  } satisfies { [Key in keyof ExperimentSchedules]: $util.Input<ExperimentSchedules[Key]> };
  return { variable: $jsonStringify(settings), scopes: scopesOf(group, role), group };
}

function schedulerRole(
  { names, deadLetters, permissionsBoundary }: Foundation,
  experiment: Experiment,
): aws.iam.Role {
  const role = new aws.iam.Role(names.logical('ExperimentsRole'), {
    name: names.resource('experiments-scheduler'),
    ...(permissionsBoundary === null ? {} : { permissionsBoundary }),
    assumeRolePolicy: trustOfForThisAccount('scheduler.amazonaws.com'),
  });
  new aws.iam.RolePolicy(names.logical('ExperimentsPolicy'), {
    name: 'start',
    role: role.name,
    policy: policyDocument([
      { actions: ['lambda:InvokeFunction'], resources: [experiment.alias.arn] },
      { actions: ['sqs:SendMessage'], resources: [deadLetters.experiments.arn] },
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
