import type { MongoClient } from 'mongodb';

/**
 * Connects unless already connected. Operations connect by themselves, but only once: if that first attempt fails
 * because no member is up yet, driver 7.9 keeps the closed topology, and every later operation fails.
 */
export async function connected(client: MongoClient): Promise<void> {
  await client.connect();
}
