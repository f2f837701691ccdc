/** The whole stage, in the order in which its parts need each other. */
import { deployAlarms } from './alarms.ts';
import { deployAlert } from './alert.ts';
import { burnAlarmPrefix } from './burn-alarms.ts';
import { deployChaos } from './chaos.ts';
import { deployChaosLog } from './chaos-log.ts';
import { configuration } from './configuration.ts';
import { deployDashboard } from './dashboard.ts';
import { deploymentOf } from './deployment.ts';
import { deployDirectory } from './directory.ts';
import { fleetVariable } from './environment.ts';
import { deployFleet, scalingGroupsOf } from './fleet.ts';
import { deployFoundation, type Foundation } from './foundation.ts';
import { deployJourneys } from './journeys.ts';
import { deployLaunchAlarms } from './launch-alarms.ts';
import { deployLosses } from './losses.ts';
import { deployMovedLever } from './moved-lever.ts';
import { deployReporter } from './reporter.ts';

/** Returns what `sst deploy` prints at its end. */
export async function deploy() {
  const config = configuration();
  const deployment = deploymentOf($app.stage);
  const foundation = deployFoundation(deployment);
  const fleet = await deployFleet({ config, deployment, ledger: foundation.ledger });
  const { url } = fleet.loadBalancer;
  const { inService } = fleet;
  const groups = fleetVariable(fleet);
  const { hasUsers } = deployment;
  const environment = { ...environmentOf(foundation), FLEET: groups, HAS_USERS: `${hasUsers}` };

  const chaos = deployChaos({ foundation, config, environment, inService });
  const chaosLog = deployChaosLog(foundation, deployment.keepsData);
  const measured = { foundation, config, hasUsers, targetUrl: url, inService, inside: fleet.inside };
  const judges = deployJourneys(measured);
  deployReporter({ foundation, config, environment, inService });
  const alert = deployAlert({ foundation, config, environment });
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
  deployDirectory({ foundation, chaos, url, fleet: groups, hasUsers });
  return { url, ledger: foundation.ledger.name, rolledOut: fleet.rolledOut };
}

function environmentOf({ ledger, bus, lever }: Foundation) {
  return {
    STAGE: $app.stage,
    LEDGER_TABLE: ledger.name,
    EVENT_BUS: bus.name,
    SAFETY_LEVER: lever.name,
    ALARM_PREFIX: burnAlarmPrefix(),
  };
}
