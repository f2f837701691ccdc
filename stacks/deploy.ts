/** The whole stage, in the order in which its parts need each other. */

import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { burnAlarmPrefix } from '@garbageday/aws/contract/names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { deployAlarms } from './alarms.ts';
import { deployAlert } from './alert.ts';
import { deployChaos } from './chaos.ts';
import { deployChaosLog } from './chaos-log.ts';
import { configuration } from './configuration.ts';
import { deployDashboard } from './dashboard.ts';
import { deploymentOf } from './deployment.ts';
import { deployDirectory } from './directory.ts';
import { fleetVariable } from './environment.ts';
import { deployFleet, type Fleet, scalingGroupsOf } from './fleet.ts';
import { deployFoundation, type Foundation } from './foundation.ts';
import { commonScopes } from './grants.ts';
import { deployJourneys } from './journeys.ts';
import { deployLaunchAlarms } from './launch-alarms.ts';
import { deployLosses } from './losses.ts';
import { deployMovedLever } from './moved-lever.ts';
import { deployReporter } from './reporter.ts';
import type { Common } from './wiring.ts';

/** Returns what `sst deploy` prints at its end. */
export async function deploy() {
  const config = configuration();
  const deployment = deploymentOf($app.stage);
  const foundation = deployFoundation(deployment);
  const fleet = await deployFleet({ config, deployment, ledger: foundation.ledger });
  const { url } = fleet.loadBalancer;
  const { inService, inside } = fleet;
  const { hasUsers } = deployment;
  const given = commonOf({ config, foundation, fleet, hasUsers });

  const chaos = deployChaos({ foundation, given, inService });
  const chaosLog = deployChaosLog(foundation, deployment.keepsData);
  const judges = deployJourneys({ foundation, given, hasUsers, inService, inside });
  deployReporter({ foundation, given, inService });
  const alert = deployAlert({ foundation, given });
  deployLosses({ fleet, alert, deadLetters: foundation.deadLetters.events });
  deployMovedLever(foundation, alert);
  const alarmArns = deployAlarms({ config, hasUsers, alert, judges, deadLetters: foundation.deadLetters });
  const launchAlarmArns = deployLaunchAlarms(scalingGroupsOf(fleet), [alert.arn]);
  deployDashboard({
    config,
    hasUsers,
    alarmArns: [...alarmArns, ...launchAlarmArns],
    chaosLog,
    loadBalancer: fleet.loadBalancer,
  });
  deployDirectory({ foundation, chaos, url, fleet: given.environment.FLEET, hasUsers });
  return { url, ledger: foundation.ledger.name, rolledOut: fleet.rolledOut };
}

type CommonInput = {
  readonly config: Configuration;
  readonly foundation: Foundation;
  readonly fleet: Fleet;
  readonly hasUsers: boolean;
};

/** Where everything is; each function is given what its spec says (functions/specs.ts). */
function commonOf({ config, foundation, fleet, hasUsers }: CommonInput): Common {
  const { ledger, bus, lever, secrets } = foundation;
  const environment = {
    STAGE: $app.stage,
    LEDGER_TABLE: ledger.name,
    EVENT_BUS: bus.name,
    SAFETY_LEVER: lever.name,
    ALARM_PREFIX: burnAlarmPrefix($app.stage),
    METRICS_NAMESPACE: metricNamespaces($app.stage).probe,
    TARGET_URL: fleet.loadBalancer.url,
    FLEET: fleetVariable(fleet),
    HAS_USERS: `${hasUsers}`,
  };
  return { environment, scopes: commonScopes(foundation), secrets, config };
}
