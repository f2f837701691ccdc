import { systemClock } from '@garbageday/local/clock.ts';
import { localFleet } from '@garbageday/local/fleet.ts';
import { simulatedWorld } from '../fakes/simulated-world.ts';
import { sleepingGroup } from '../local/sleeping-group.ts';
import { describeFleetContract, type FleetSubject } from './fleet.contract.ts';

async function local(): Promise<FleetSubject> {
  const groups = [sleepingGroup({ name: 'web', seed: 'a' }), sleepingGroup({ name: 'cache', seed: 'b' })];
  for (const each of groups) await each.whole();
  return { fleet: localFleet(groups.map(({ group }) => group)), clock: systemClock() };
}

describeFleetContract('local', local);
describeFleetContract('simulated', async () => simulatedWorld());
