/** AWS as it is rehearsed with: two emulators behind one address, and a directory for all that is written. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startMoto } from '../../aws/emulators/start-moto.ts';
import { account, region } from './place.ts';
import { freePort, startMinistack } from './start-ministack.ts';
import { startRouter } from './start-router.ts';

export type World = {
  readonly url: string;
  readonly directory: string;
  /** What ministack and its functions have said. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

export async function startWorld(): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-deploy-'));
  const started: Emulator[] = [];
  const stop = async () => {
    for (const emulator of started.toReversed()) await emulator.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const moto = await startMoto({ MOTO_ACCOUNT_ID: account, AWS_DEFAULT_REGION: region });
    started.push(moto);
    const ministack = await startMinistack(await freePort(), url, directory);
    started.push(ministack);
    started.push(await startRouter(port, { moto: moto.url, ministack: ministack.url }));
    return { url, directory, log: ministack.log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
