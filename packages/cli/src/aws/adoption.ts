/** `garbageday adopt` on AWS: whose the servers become, and the clients that tag them. */
import { adopt, planAdoption } from '@garbageday/aws/adopt.ts';
import { otherRegionsOf } from '@garbageday/aws/other-regions.ts';
import { stagesHere } from '@garbageday/aws/stages-here.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Adoption } from '../platform/adoption.ts';
import type { StagePorts } from './stage-ports.ts';

/** `stage`: empty where none was named. */
export function awsAdoption(stage: string, { clients }: Pick<StagePorts, 'clients'>): Adoption {
  const own = () => {
    const ec2 = clients.ec2();
    return {
      ec2,
      autoScaling: clients.autoScaling(),
      regionOf: async (name: string) => (await otherRegionsOf(ec2, name))[0] ?? null,
    };
  };
  return {
    plan: async ({ group, servers }) => {
      const whose = stage === '' ? await onlyStage(clients) : stage;
      return planAdoption(own(), { stage: whose, group, servers });
    },
    carryOut: (plan) => adopt(own(), plan),
  };
}

/** Nothing is guessed where there is a choice. */
async function onlyStage(clients: StagePorts['clients']): Promise<string> {
  const [only, ...more] = await stagesHere(clients.ssm());
  if (only !== undefined && more.length === 0) return only;
  const there = only === undefined ? 'none is deployed here yet' : `here are ${[only, ...more].join(', ')}`;
  throw new UsageError(
    `--platform aws: which stage? ${there}; add --stage <name>: of an SST app it is <app>-<stage>, such as shop-production`,
  );
}
