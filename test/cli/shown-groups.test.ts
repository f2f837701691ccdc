/** At the end of a run every view shows the servers as they were before they were stopped. */
import { shownGroups } from '@garbageday/cli/game-day/shown-groups.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { expect, it } from 'vitest';
import { sampleGroup, sampleInstance } from '../render/sample-live-state.ts';

const serving = sampleGroup('web', 'web', [sampleInstance('web-a')]);
const stopped = sampleGroup('web', 'web', [
  sampleInstance('web-a', { state: 'terminated', isHealthy: false, isInService: false }),
]);

it('there are none before there is a fleet', async () => {
  expect(await shownGroups().read()).toEqual([]);
});

it('are shown as they are, until they are held', async () => {
  let groups: readonly Group[] = [stopped];
  const shown = shownGroups();
  shown.attach({ groups: async () => groups });
  expect(await shown.read()).toEqual([stopped]);
  groups = [serving];
  await shown.hold();
  groups = [stopped];
  expect(await shown.read()).toEqual([serving]);
});
