/** The replica set as its members, its clients and its supervisor know it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSlot } from '@garbageday/local/service.ts';
import { MongoClient, MongoServerError } from 'mongodb';
import { connected } from './connected.ts';

/**
 * One place in the set, which a replacement takes over. `priority`: the up-to-date member with the highest becomes
 * primary.
 */
export type ReplicaSetPlace = { readonly slot: string; readonly host: string; readonly priority: number };

export const replicaSetName = 'garbageday';

/** Where clients connect: all members, with writes acknowledged by a majority and retried across an election. */
export function mongodbUriOf(places: readonly ReplicaSetPlace[]): string {
  const hosts = places.map(({ host }) => host).join(',');
  return `mongodb://${hosts}/?replicaSet=${replicaSetName}&retryWrites=true&w=majority`;
}

/** The first slot gets the highest priority, so that the settled primary is always the same. */
export function replicaSetPlaces(slots: readonly DataSlot[]): readonly ReplicaSetPlace[] {
  return slots.map(({ slot, port }, index) => ({
    slot,
    host: `127.0.0.1:${port}`,
    priority: slots.length - index,
  }));
}

const tryAgainMs = 20;
const alreadyInitialized = 23;

/**
 * Initiates the set through its first member as soon as all members answer. Resolves when the set knows its members
 * (possibly before it has a primary); rejects with the driver's last error when `signal` is aborted.
 */
export async function initiateReplicaSet(
  places: readonly ReplicaSetPlace[],
  signal: AbortSignal,
): Promise<void> {
  const [first] = places;
  if (first === undefined) return;
  const client = new MongoClient(`mongodb://${first.host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 1_000,
    minHeartbeatFrequencyMS: tryAgainMs,
    maxPoolSize: 1,
  });
  try {
    await untilInitiated(client, places, signal);
  } finally {
    await client.close();
  }
}

async function untilInitiated(
  client: MongoClient,
  places: readonly ReplicaSetPlace[],
  signal: AbortSignal,
): Promise<void> {
  const command = { replSetInitiate: configurationOf(places) };
  while (true) {
    try {
      await connected(client);
      await client.db('admin').command(command);
      return;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === alreadyInitialized) return;
      if (signal.aborted) throw error;
      await delay(tryAgainMs);
    }
  }
}

function configurationOf(places: readonly ReplicaSetPlace[]) {
  return {
    _id: replicaSetName,
    members: places.map(({ host, priority }, index) => ({ _id: index, host, priority })),
    // By default mongod sends heartbeats to its peers every 2 s, too rarely to see a member come and go.
    settings: { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 500 },
  };
}
