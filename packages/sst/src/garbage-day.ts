/**
 * The chaos half of any app: functions, ledger, bus, schedules, alarms, dashboard, directory. No network and no
 * servers.
 */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { burnAlarmPrefix } from '@garbageday/aws/contract/names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { deployAlarms } from './alarms.ts';
import { deployAlert } from './alert.ts';
import type { GarbageDayArguments } from './arguments.ts';
import { deployChaos } from './chaos.ts';
import { deployChaosLog } from './chaos-log.ts';
import { stageName } from './chaos-tags.ts';
import { checkArguments } from './check-arguments.ts';
import { playedPart } from './check-traffic.ts';
import { configurationOf } from './configuration-of.ts';
import { deployDashboard } from './dashboard.ts';
import { frontPageJourneys } from './default-journeys.ts';
import { deployDirectory } from './directory.ts';
import { deployFoundation, type Foundation } from './foundation.ts';
import { commonScopes } from './grants.ts';
import { type DeployedGroup, deployedGroup, fleetVariable } from './groups.ts';
import { type DeployedJudge, deployJourneys } from './journeys.ts';
import { deployLaunchAlarms } from './launch-alarms.ts';
import { deployLosses } from './losses.ts';
import { deployMarks } from './marks.ts';
import { deployMovedLever } from './moved-lever.ts';
import { namingOf } from './naming.ts';
import { deployOtlp } from './otlp.ts';
import { deployReporter } from './reporter.ts';
import { deployRoles } from './roles.ts';
import { deploySite } from './site.ts';
import { type DeployedTraffic, deployTraffic, trafficOf, trafficVariable } from './traffic.ts';
import type { Common } from './wiring.ts';

/**
 * Kills servers of an app on a schedule, safely, and reports what its users felt.
 *
 * @example new GarbageDay('Chaos', { config, target: { url }, groups: [{ name: 'web', autoScalingGroup: group }] });
 */
export class GarbageDay {
  /** Its name on the command line: `garbageday status --platform aws --stage …`. */
  readonly stage: string;
  /** The name of the ledger's table. */
  readonly ledger: $util.Output<string>;

  /** `name`: the prefix of the names of all its resources in the app. */
  constructor(name: string, args: GarbageDayArguments) {
    const names = namingOf(name, args.stage ?? stageName());
    checkArguments(name, names.stage, args);
    const config = configurationOf(name, args);
    const foundation = deployFoundation(names, args);
    deployStage({
      args,
      config,
      traffic: trafficOf(name, args, config),
      foundation,
      groups: args.groups.map((group) => deployedGroup(names.stage, group)),
    });
    this.stage = names.stage;
    this.ledger = $output(foundation.ledger.name);
  }
}

type Stage = {
  readonly args: GarbageDayArguments;
  readonly config: Configuration;
  readonly traffic: readonly DeployedTraffic[];
  readonly foundation: Foundation;
  readonly groups: readonly DeployedGroup[];
};

/** In the order in which its parts need each other. */
function deployStage(stage: Stage): void {
  const { args, foundation, groups, traffic } = stage;
  const { simulatesUsers: hasUsers = false, after: inService = [], vpc } = args;
  const roles = deployRoles(stage);
  const given = commonOf(stage, roles);
  const chaos = deployChaos({ foundation, given, inService });
  const inside =
    vpc === undefined ? null : { privateSubnets: vpc.subnets, securityGroups: vpc.securityGroups };
  const judges = deployJourneys({
    ...{ foundation, given: { ...given, config: playedOf(stage) }, hasUsers, inService, inside },
    secrets: args.secrets ?? {},
    defaults: args.defaultJourneys ?? frontPageJourneys,
  });
  deployTraffic({ foundation, given, traffic, inService });
  deployReporter({ foundation, given, inService });
  if (args.reports !== undefined) deploySite({ foundation, given, reports: args.reports, inService });
  deployMarks({ foundation, given });
  const alert = deployAlert({ foundation, given });
  deployLosses({ foundation, groups, alert });
  deployMovedLever(foundation, alert, deployOtlp({ foundation, given, args, inside, inService }));
  watch(stage, alert, judges);
  const { FLEET: fleet, TRAFFIC: counted } = given.environment;
  deployDirectory({ foundation, chaos, roles, url: args.target.url, fleet, hasUsers, traffic: counted });
}

/** Probers send, alarms and the dashboard look at the metrics of probers. */
function playedOf({ config, traffic }: Stage): Configuration {
  return playedPart(
    config,
    traffic.map(({ journey }) => journey),
  );
}

/** The alarms and the dashboard. */
function watch(stage: Stage, alert: sst.aws.Function, judges: readonly DeployedJudge[]): void {
  const { args, foundation, groups } = stage;
  const { simulatesUsers: hasUsers = false, alarmTopic } = args;
  const config = playedOf(stage);
  const { names } = foundation;
  const actions = [alert.arn, ...(alarmTopic === undefined ? [] : [alarmTopic])];
  const chaosLog = deployChaosLog(foundation);
  const alarms = deployAlarms({ foundation, config, hasUsers, judges, actions });
  const launches = deployLaunchAlarms(names, groups, actions);
  const alarmArns = [...alarms, ...launches];
  deployDashboard({ names, config, hasUsers, alarmArns, chaosLog, loadBalancer: args.loadBalancer ?? null });
}

/** Where everything is; each function gets what its spec says (functions/specs.ts). */
function commonOf(
  { args, config, foundation, groups, traffic }: Stage,
  roles: sst.aws.Function | null,
): Common {
  const { names, ledger, bus, lever, secrets } = foundation;
  const environment = {
    STAGE: names.stage,
    LEDGER_TABLE: ledger.name,
    EVENT_BUS: bus.name,
    SAFETY_LEVER: lever.name,
    ALARM_PREFIX: burnAlarmPrefix(names.stage),
    STOP_ALARMS: $jsonStringify([...(args.stopAlarms ?? [])]),
    METRICS_NAMESPACE: metricNamespaces(names.stage).probe,
    TARGET_URL: args.target.url,
    FLEET: fleetVariable(groups),
    HAS_USERS: `${args.simulatesUsers ?? false}`,
    ROLES_FUNCTION: roles?.arn ?? null,
    TRAFFIC: trafficVariable(traffic),
  };
  return { environment, scopes: commonScopes(foundation, groups, roles), secrets, config };
}
