/** What the functions are told of the servers. */
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import type { Fleet } from './fleet.ts';

type WrittenGroup = {
  readonly [Key in keyof FleetGroup]: FleetGroup[Key] extends string
    ? $util.Input<string>
    : readonly $util.Input<string>[];
};

/** `FLEET`: every group that can be hit. */
export function fleetVariable({ names, web, data, loadBalancer }: Fleet): $util.Output<string> {
  const own = loadBalancer.fleet;
  const groups = [
    {
      group: names.web,
      autoScalingGroups: [web.autoScalingGroup.name],
      targetGroupArns: loadBalancer.webTargetGroups.map((each) => each.arn),
    },
    {
      group: names.data,
      autoScalingGroups: data.autoScalingGroups.map((each) => each.name),
      targetGroupArns: [],
    },
    ...(own === null
      ? []
      : [
          {
            group: own.group,
            autoScalingGroups: [own.autoScalingGroup.name],
            targetGroupArns: [own.targetGroup.arn],
          },
        ]),
  ];
  return $jsonStringify(groups satisfies readonly WrittenGroup[]);
}
