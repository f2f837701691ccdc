/** The ports of one experiment, in its durable execution. */
import { deployed } from '@garbageday/aws/deployed.ts';
import type { DurableOperations } from '@garbageday/aws/durable-steps.ts';
import { configuration } from '../configuration.ts';
import { experimentEnvironment } from '../environment/experiment.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { whatIsExcluded } from '../excluded.ts';
import { experimentClients, experimentPorts } from '../experiment-ports.ts';

export async function composeExperiment(operations: DurableOperations) {
  const environment = readEnvironment(experimentEnvironment);
  const configured = deployed(configuration(), environment.FLEET);
  const isExcluded = await whatIsExcluded(configured);
  const stage = { environment, configuration: configured, clients: experimentClients(), isExcluded };
  return { configuration: configured, ports: experimentPorts(operations, stage) };
}
