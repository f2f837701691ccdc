/**
 * What the functions are told, by environment variable. `functions/environment/read-environment.ts` is the only reader.
 *
 * | variable             | who                              | what                                                     |
 * | -------------------- | -------------------------------- | -------------------------------------------------------- |
 * | STAGE                | all                              | the stage's name                                         |
 * | LEDGER_TABLE         | all                              | name of the DynamoDB table                               |
 * | SAFETY_LEVER         | draw, chaos, alert, reporter     | name of the SSM parameter                                |
 * | EVENT_BUS            | draw, chaos                      | name of the event bus                                    |
 * | ALARM_PREFIX         | draw, chaos, reporter            | burn alarms are named `<prefix><slo>-page` and `-ticket` |
 * | FLEET                | draw, chaos, reporter            | JSON: `FleetGroup[]`                                     |
 * | HAS_USERS            | alert, reporter                  | `true` or `false`: whether users' requests are measured  |
 * | EXPERIMENT_SCHEDULES | draw                             | JSON: `ExperimentSchedules`                              |
 * | METRICS_NAMESPACE    | each journey's                   | where PutMetricData is allowed                           |
 * | TARGET_URL           | each journey's                   | the load balancer                                        |
 * | MEASURING            | each journey's                   | JSON: service, journey, rate, threshold, timeout (ms)    |
 *
 * Reporter and alert name the STAGE in every message, and link to its dashboard. They also read SLACK_API_URL, which no
 * deployment sets: GovSlack's, or a stand-in's.
 * Beside the code of the draw, the experiment, the reporter and the alert lies the configuration as JSON (stacks/beside.ts);
 * the function of a journey needs only MEASURING, which has that journey.
 * The secrets `SlackWebhook`, `SlackBotToken` and `SlackChannel` are linked to reporter and alert.
 */
import type { Fleet } from './fleet.ts';

/** A group of the configuration and where AWS keeps it. */
export type FleetGroup = {
  readonly group: string;
  /** One for web and load-balancer; one per slot, in order, for data. */
  readonly autoScalingGroups: readonly string[];
  /** Whose health says `isInService`; empty for data, and for web behind HAProxy. */
  readonly targetGroupArns: readonly string[];
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
  return $jsonStringify(groups);
}
