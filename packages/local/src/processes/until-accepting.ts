/** Waits until a program that does not announce it accepts connections. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const lookAgainMs = 10;

/** Works for any program: resolves when it accepts connections on 127.0.0.1, and stays pending if it is gone. */
export async function untilAccepting(child: ChildProcess, port: number): Promise<void> {
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.signalCode !== null) await new Promise<never>(() => {});
    await delay(lookAgainMs);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
