/** The word counter on this machine: web servers on Node, and a replica set of mongod or its stand-in. */

import type { DataSurroundings, LocalService, OpenDataTier, ServerTier } from '@garbageday/local/service.ts';
import { dataLauncher } from './data-launcher.ts';
import { chooseDataProgram, type DataProgram, describeDataProgram } from './data-program.ts';
import { probeJourney, usersJourney } from './journeys.ts';
import { primaryAnnouncer } from './primary-announcer.ts';
import { demoProgram } from './programs.ts';
import { initiateReplicaSet, mongodbUriOf, replicaSetPlaces } from './replica-set.ts';
import { watchReplicaSet } from './replica-set-monitor.ts';
import { countedPrefixes, countStoredWords } from './stored-words.ts';

const countWithinMs = 10_000;

/** The web servers, as a group of anybody's configuration would write them; bundled, so that they start in a tenth of a second. */
export const webTier: ServerTier = {
  group: null,
  program: 'node',
  args: [demoProgram('wordcount')],
  env: { MONGODB_URI: '{url:data}' },
  portVariable: 'PORT',
  readyPath: '/readyz',
  // They try again until their data is there.
  dependsOn: [],
  bundle: 'wordcount',
};

export const wordCountService: LocalService = {
  journeys: { load: usersJourney, judge: probeJourney },
  tiers: [webTier],
  // An insert needs a primary and a majority.
  readyCheck: { path: '/insert/ready', accepts: '200' },
  triedCalls: [],
  chooseData: async (choice, environment) => {
    const program = await chooseDataProgram(choice, environment);
    return {
      description: describeDataProgram(program),
      program:
        program.kind === 'mongolite'
          ? { kind: 'program', name: 'mongolite', entry: demoProgram('mongolite') }
          : null,
      open: (surroundings) => openReplicaSet(program, surroundings),
    };
  },
};

function openReplicaSet(
  program: DataProgram,
  { slots, clock, emit, start, ...launching }: DataSurroundings,
): OpenDataTier {
  const places = replicaSetPlaces(slots);
  const uri = mongodbUriOf(places);
  const onPrimary = primaryAnnouncer({ emit, now: clock.now, places });
  const monitor = watchReplicaSet({ uri, now: clock.now, onPrimary });
  const launcher = dataLauncher({
    ...launching,
    program,
    places,
    monitor,
    now: clock.now,
    onLost: (left) => emit({ kind: 'data-lost', ...left }),
  });
  initiateReplicaSet(places, start.signal).catch(start.fail);
  return {
    launcher,
    url: uri,
    countStored: async (journeys) => {
      const prefixes = countedPrefixes(journeys);
      return prefixes === null ? null : await countStoredWords(uri, prefixes, countWithinMs);
    },
    close: monitor.close,
  };
}
