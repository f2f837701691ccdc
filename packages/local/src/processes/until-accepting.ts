/** When a program that says nothing by itself can be connected to. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const lookAgainMs = 10;

/** Works for any program: it accepts connections on 127.0.0.1, or it is gone, and then this stays pending. */
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
