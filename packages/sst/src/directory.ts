/** What the command line needs to find a stage: one SSM parameter, so that `--stage S` alone is enough. */
import { burnAlarmPrefix, directoryName } from '@garbageday/aws/contract/names.ts';
import type { WrittenStageDirectory } from '@garbageday/aws/contract/stage-directory.ts';
import type { Chaos } from './chaos.ts';
import type { Foundation } from './foundation.ts';

type DirectoryInput = {
  readonly foundation: Foundation;
  readonly chaos: Chaos;
  readonly roles: sst.aws.Function | null;
  readonly url: $util.Input<string>;
  /** JSON, `FleetGroup[]`. */
  readonly fleet: $util.Input<string>;
  readonly hasUsers: boolean;
  /** JSON, `Traffic[]`. */
  readonly traffic: $util.Input<string>;
};

export function deployDirectory({
  foundation,
  chaos,
  roles,
  url,
  fleet,
  hasUsers,
  traffic,
}: DirectoryInput): aws.ssm.Parameter {
  const { names, ledger, bus, lever } = foundation;
  const entries = {
    stage: names.stage,
    url,
    ledgerTable: ledger.name,
    eventBus: bus.name,
    safetyLever: lever.name,
    alarmPrefix: burnAlarmPrefix(names.stage),
    experimentArn: chaos.experiment.alias.arn,
    experimentScheduleGroup: chaos.oneShots.group.name,
    fleet,
    hasUsers,
    rolesFunction: roles?.arn ?? null,
    traffic,
  } satisfies { [Key in keyof WrittenStageDirectory]: $util.Input<WrittenStageDirectory[Key]> };
  return new aws.ssm.Parameter(names.logical('Directory'), {
    name: directoryName(names.stage),
    description: 'Where the command line finds this stage',
    type: 'String',
    value: $jsonStringify(entries),
  });
}
