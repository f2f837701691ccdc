/** The client as a browser gets it. In a checkout it is bundled when the first tab asks, so that development needs no build. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleClient } from './bundle-client.ts';

/** Of the page, and of that for the phones of an audience. */
export type ClientFiles = {
  readonly script: Uint8Array;
  readonly style: Uint8Array;
  readonly phoneScript: Uint8Array;
  readonly phoneStyle: Uint8Array;
};

export async function clientFiles(): Promise<ClientFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'garbageday-page-'));
  try {
    await bundleClient(directory);
    const read = (name: string) => readFile(join(directory, name));
    const [script, style, phoneScript, phoneStyle] = await Promise.all([
      read('page.js'),
      read('page.css'),
      read('phone.js'),
      read('phone.css'),
    ]);
    return { script, style, phoneScript, phoneStyle };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
