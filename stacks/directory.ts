/** What the command line needs to find a stage: one SSM parameter, so that `--stage S` alone is enough. */
import { burnAlarmPrefix, directoryName } from '@garbageday/aws/contract/names.ts';
import type { WrittenStageDirectory } from '@garbageday/aws/contract/stage-directory.ts';
import type { Chaos } from './chaos.ts';
import type { Foundation } from './foundation.ts';

type DirectoryInput = {
  readonly foundation: Foundation;
  readonly chaos: Chaos;
  readonly url: $util.Output<string>;
  /** JSON, `FleetGroup[]`. */
  readonly fleet: $util.Input<string>;
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
    alarmPrefix: burnAlarmPrefix($app.stage),
    experimentArn: chaos.experiment.alias.arn,
    experimentScheduleGroup: chaos.oneShots.group.name,
    fleet,
    hasUsers,
  } satisfies { [Key in keyof WrittenStageDirectory]: $util.Input<WrittenStageDirectory[Key]> };
  return new aws.ssm.Parameter('Directory', {
    name: directoryName($app.stage),
    description: 'Where the command line finds this stage',
    type: 'String',
    value: $jsonStringify(entries),
  });
}
