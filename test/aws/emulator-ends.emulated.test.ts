import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { motoPython } from './emulators/moto-environment.ts';
import { startMoto } from './emulators/start-moto.ts';

it('moto ends with whoever started it, however that ends', async () => {
  const main = join(import.meta.dirname, 'emulators/moto-main.py');
  const child = spawn(await motoPython(), [main], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  await once(createInterface(child.stderr), 'line');
  // The system closes the pipe for a parent that was killed.
  child.stdin.destroy();
  expect(await ended).toEqual([0, null]);
});

it('moto is gone when it was stopped, and may be stopped twice', async () => {
  const { url, stop } = await startMoto();
  expect((await fetch(`${url}/moto-api/`)).status).toBe(200);
  await stop();
  await stop();
  await expect(fetch(`${url}/moto-api/`)).rejects.toThrow();
});
