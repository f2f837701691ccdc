import type { MongoClient } from 'mongodb';

/**
 * Connects unless it is connected. Operations connect by themselves, but only once: when that first time fails
 * because nobody is up yet, driver 7.9 keeps the closed topology, and every later operation fails with it.
 */
export async function connected(client: MongoClient): Promise<void> {
  await client.connect();
}
