/** The demo's stage: the word counter and its servers, and Garbage Day as any other app has it. */
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { GarbageDay } from '@garbageday/sst/garbage-day.ts';
import { deployLedger } from '@garbageday/sst/ledger.ts';
import { namingOf } from '@garbageday/sst/naming.ts';
import input from '../garbageday.config.ts';
import { configuration } from './configuration.ts';
import { deploymentOf } from './deployment.ts';
import { deployFleet, type Fleet, groupsOf } from './fleet.ts';
import { annotationSecrets, collector, slackSecrets } from './secrets.ts';

/** Empty, with SST's name of the stage: what was deployed before the component existed keeps its names. */
const component = '';

/** Returns what `sst deploy` prints at its end. */
export async function deploy() {
  const config = configuration();
  const { stage } = $app;
  const deployment = deploymentOf(stage);
  const { keepsData, hasUsers, reservesConcurrency, otlpEndpoint } = deployment;
  const openTelemetry = collector(otlpEndpoint);
  // Before the servers: members of the replica set write into it.
  const ledger = deployLedger(namingOf(component, stage), keepsData);
  const fleet = await deployFleet({ config, deployment, ledger });
  const { url } = fleet.loadBalancer;
  new GarbageDay(component, {
    config: input,
    target: { url },
    groups: groupsOf(fleet),
    slack: slackSecrets(),
    annotations: annotationSecrets(),
    ...(openTelemetry === undefined ? {} : { openTelemetry }),
    ...(fleet.inside === null ? {} : { vpc: fleet.inside }),
    after: fleet.inService,
    loadBalancer: chartsOf(fleet),
    defaultJourneys: { load: usersJourney, judge: probeJourney },
    simulatesUsers: hasUsers,
    ...{ ledger, stage, keepsData, reservesConcurrency },
  });
  return { url, ledger: ledger.name, rolledOut: fleet.rolledOut };
}

function chartsOf({ loadBalancer: { kind, dimensions } }: Fleet) {
  return { kind: kind === 'alb' ? 'application' : 'network', ...dimensions } as const;
}
