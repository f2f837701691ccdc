/** What the command line needs to find a stage: one SSM parameter, so that `--stage S` alone is enough. */

import { burnAlarmPrefix } from './burn-alarms.ts';
import type { Chaos } from './chaos.ts';
import type { Foundation } from './foundation.ts';
import { parameterName } from './naming.ts';

/** The JSON in `/garbageday/<stage>/directory`. */
export type StageDirectory = {
  readonly stage: string;
  readonly url: string;
  readonly ledgerTable: string;
  readonly eventBus: string;
  readonly safetyLever: string;
  readonly alarmPrefix: string;
  readonly experimentArn: string;
  readonly experimentScheduleGroup: string;
  readonly fleet: string;
  /** Whether users' requests are measured. */
  readonly hasUsers: boolean;
};

type DirectoryInput = {
  readonly foundation: Foundation;
  readonly chaos: Chaos;
  readonly url: $util.Output<string>;
  readonly fleet: $util.Output<string>;
  readonly hasUsers: boolean;
};

export function deployDirectory({
  foundation,
  chaos,
  url,
  fleet,
  hasUsers,
}: DirectoryInput): aws.ssm.Parameter {
  const entries = {
    stage: $app.stage,
    url,
    ledgerTable: foundation.ledger.name,
    eventBus: foundation.bus.name,
    safetyLever: foundation.lever.name,
    alarmPrefix: burnAlarmPrefix(),
    experimentArn: chaos.experiment.alias.arn,
    experimentScheduleGroup: chaos.oneShots.group.name,
    fleet,
    hasUsers,
  } satisfies { [Key in keyof StageDirectory]: $util.Input<StageDirectory[Key]> };
  return new aws.ssm.Parameter('Directory', {
    name: parameterName('directory'),
    description: 'Where the command line finds this stage',
    type: 'String',
    value: $jsonStringify(entries),
  });
}
