/** Starts the emulators before the first test of `npm run test:aws`, and ends them after the last. */
import type { TestProject } from 'vitest/node';
import { startDynalite } from './start-dynalite.ts';
import { startGateway } from './start-gateway.ts';
import { type Emulator, startMoto } from './start-moto.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `AWS_ENDPOINT_URL` shall be. */
    readonly awsEndpoint: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started: Emulator[] = [];
  const stop = async () => {
    for (const emulator of started.toReversed()) await emulator.stop();
  };
  const start = async (starting: Promise<Emulator>) => {
    const emulator = await starting;
    started.push(emulator);
    return emulator.url;
  };
  try {
    const moto = await start(startMoto());
    const dynalite = await start(startDynalite());
    project.provide('awsEndpoint', await start(startGateway({ moto, dynalite })));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
