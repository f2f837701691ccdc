/** In place of packages/page/src/server/client-files.ts: the build has bundled the client already. */
import { readFile } from 'node:fs/promises';
import type { ClientFiles } from '@garbageday/page/server/client-files.ts';

/** The files as they are. */
export async function clientFiles(): Promise<ClientFiles> {
  const [script, style, phoneScript, phoneStyle] = await Promise.all([
    readFile(new URL('./files/page.js', import.meta.url)),
    readFile(new URL('./files/page.css', import.meta.url)),
    readFile(new URL('./files/phone.js', import.meta.url)),
    readFile(new URL('./files/phone.css', import.meta.url)),
  ]);
  return { script, style, phoneScript, phoneStyle };
}
