/** A stand-in for a running garbageday: a real lock, and the real control server with scripted answers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { startControlServer } from '@garbageday/local/control.ts';
import { acquireLock } from '@garbageday/local/lock.ts';
import { onTestFinished } from 'vitest';

export type Asked = { readonly what: string; readonly body: unknown };

/** What is answered to `GET /status` and the like; a text is refused with that line. */
export type Answers = Readonly<Record<string, unknown>>;

export type RunningStack = {
  readonly asked: readonly Asked[];
  /** Gives the directory back, as one that ends. */
  readonly leave: () => void;
};

/** Holds `<cwd>/.garbageday` and records what it is asked. */
export async function runningStack(cwd: string, answers: Answers): Promise<RunningStack> {
  const asked: Asked[] = [];
  const directory = join(cwd, '.garbageday');
  mkdirSync(directory);
  const controlSocket = join(directory, 'control.sock');
  const handlers = Object.entries(answers).map(([what, answer]) => {
    const handler = async (body: unknown) => {
      asked.push({ what, body });
      if (typeof answer === 'string') throw new UsageError(answer);
      return answer;
    };
    return [what, handler] as const;
  });
  const server = await startControlServer(controlSocket, Object.fromEntries(handlers));
  const lock = acquireLock(directory, 'up', 0);
  lock.publish({ url: null, controlSocket });
  onTestFinished(async () => {
    lock.release();
    await server.close();
  });
  return { asked, leave: lock.release };
}
