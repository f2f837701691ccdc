/** The ports of one experiment, in its durable execution. */
import type { AskRoles } from '@garbageday/aws/asked-roles.ts';
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
  const askRoles = await askedBy(environment.ROLES_FUNCTION);
  const stage = {
    environment,
    configuration: configured,
    clients: experimentClients(),
    isExcluded,
    askRoles,
  };
  return { configuration: configured, ports: experimentPorts(operations, stage) };
}

/** Few stages have such a function, and the others need not load what calls it. */
async function askedBy(functionName: string | undefined): Promise<AskRoles | undefined> {
  if (functionName === undefined) return undefined;
  const { rolesFunction } = await import('../roles-function.ts');
  return rolesFunction(functionName);
}
