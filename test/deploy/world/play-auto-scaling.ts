/** What moto leaves out of Auto Scaling, played while a test runs: who replaces the dead joins the target groups. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { AwsClients } from '@garbageday/aws/aws-clients.ts';
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import { registerReplacements } from '../../aws/fixtures/launch-stage.ts';

export type Played = { readonly stop: () => Promise<void> };

const everyMs = 3_000;

export function playAutoScaling(clients: AwsClients, groups: readonly FleetGroup[]): Played {
  let isOver = false;
  const play = async () => {
    while (!isOver) {
      // Asking makes moto look after the group; one may die in between.
      const AutoScalingGroupNames = groups.flatMap(({ autoScalingGroups }) => autoScalingGroups);
      await clients.autoScaling
        .send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames }))
        .then(() => registerReplacements(clients, { groups }))
        .catch((error: Error) => {
          if (!/InvalidTarget/.test(error.name)) throw error;
        });
      await sleep(everyMs);
    }
  };
  const played = play();
  // Heard of at the end.
  played.catch(() => {});
  return {
    stop: () => {
      isOver = true;
      return played;
    },
  };
}
