/** What every function leans on: the ledger, the bus, the lever, the secrets, the dead letters. */
import { deployBus } from './bus.ts';
import { type DeadLetters, deployDeadLetters } from './dead-letters.ts';
import type { Deployment } from './deployment.ts';
import { deployLedger } from './ledger.ts';
import { deploySafetyLever } from './safety-lever.ts';
import { declareSecrets, type Secrets } from './secrets.ts';

export type Foundation = {
  readonly ledger: sst.aws.Dynamo;
  readonly bus: sst.aws.Bus;
  readonly lever: aws.ssm.Parameter;
  readonly secrets: Secrets;
  readonly deadLetters: DeadLetters;
  /** As written in the table of docs/deploy.md, or none where the account allows none. */
  readonly reserve: (concurrent: number) => number | null;
};

export function deployFoundation(deployment: Deployment): Foundation {
  const { reservesConcurrency } = deployment;
  const deadLetters = deployDeadLetters();
  return {
    ledger: deployLedger(deployment),
    bus: deployBus(deadLetters.events),
    lever: deploySafetyLever(deployment),
    secrets: declareSecrets(),
    deadLetters,
    reserve: (concurrent) => (reservesConcurrency ? concurrent : null),
  };
}
