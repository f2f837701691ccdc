/** moto's server (github.com/getmoto/moto): EC2, Auto Scaling, load balancers, CloudWatch, EventBridge, Scheduler, SSM. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { motoPython } from './moto-environment.ts';

export type Emulator = { readonly url: string; readonly stop: () => Promise<void> };

const main = join(import.meta.dirname, 'moto-main.py');

/** On a port that the system chose. It ends when it is stopped, and with this process. `settings`: of moto's own. */
export async function startMoto(settings: NodeJS.ProcessEnv = {}): Promise<Emulator> {
  const env = { ...process.env, ...settings };
  const child = spawn(await motoPython(), [main], { stdio: ['pipe', 'ignore', 'pipe'], env });
  try {
    return { url: await addressOf(child), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (child.stderr === null) throw new Error('moto has no stderr');
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    const url = /Running on (http:\/\/[\d.]+:\d+)/.exec(line)?.[1];
    if (url === undefined) continue;
    // One line per request follows; nobody reads them, and the pipe must not fill up.
    child.stderr.resume();
    return url;
  }
  throw new Error(`moto did not start: ${said.join('\n')}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
