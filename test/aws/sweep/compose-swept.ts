/** The ports of one experiment as functions/ puts them together, with three things changed for the sweep. */

import { type EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import type { DurableOperations } from '@garbageday/aws/durable-steps.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import type { FaultInjector } from '@garbageday/core/ports.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { systemClock as clock } from '../../../functions/clock.ts';
import type { ExperimentEnvironment } from '../../../functions/environment/experiment.ts';
import { experimentClients, experimentPorts } from '../../../functions/experiment-ports.ts';
import { observedEvents } from '../../../functions/observe/observed-events.ts';
import { recentLedger } from '../fixtures/recent-ledger.ts';
import { hurried } from './hurried.ts';
import { sweptConfiguration } from './swept-configuration.ts';

/** `isNaive`: it kills without a record, as nobody should, and the sweep must see it. */
export type Wiring = { readonly environment: ExperimentEnvironment; readonly isNaive: boolean };

type Swept = { readonly wiring: Wiring; readonly skip: (ms: number) => void };

/** The pauses between attempts, the empty days of the ledger, and the naive injector are the sweep's; all else is deployed so. */
export function composeSwept(operations: DurableOperations, { wiring, skip }: Swept) {
  const { environment, isNaive } = wiring;
  const configuration = sweptConfiguration();
  const clients = experimentClients();
  for (const client of Object.values(clients)) hurried(client, skip);
  const ports = experimentPorts(operations, { environment, configuration, clients, isExcluded: () => false });
  const { service, probe } = configuration;
  const ledger = recentLedger(ports.ledger, clock);
  const swept: ExperimentPorts = {
    ...ports,
    injector: isNaive ? naiveInjector(clients) : ports.injector,
    ledger,
    windowCounts: rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs }),
    events: observedEvents(ports.events),
  };
  return { configuration, ports: swept };
}

function naiveInjector({ ec2 }: { readonly ec2: EC2Client }): FaultInjector {
  return {
    supports: ec2Faults,
    inject: async ({ experimentId, fault, target }) => {
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [target.id] }));
      const handle = { experimentId, instanceId: target.id, fault, injectedAtMs: clock.now() };
      return { kind: 'injected', handle };
    },
    recorded: async () => null,
    renew: async () => {},
    undo: async () => {},
  };
}
