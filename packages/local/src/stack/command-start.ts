/** Why a person's own server does not come up, in words that they can act on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { typedCommand } from '../command-service.ts';
import type { ReadyCheck } from '../load-balancer/load-balancer.ts';
import { listeningPorts } from '../processes/listening-ports.ts';
import type { ServerCommand } from '../service.ts';
import type { StartExplanation } from './start-watch.ts';
import { statusOf } from './until-ready.ts';

export type CommandStartOptions = {
  readonly command: ServerCommand;
  readonly check: ReadyCheck;
  /** Where the logs lie: `.garbageday`. */
  readonly directory: string;
  readonly timeoutSeconds: number;
};

export type CommandStart = StartExplanation & {
  readonly started: (copy: Copy) => void;
};

/** `pid` leads its process group. */
type Copy = { readonly slot: string; readonly port: number; readonly pid: number };

export function commandStart({
  command,
  check,
  directory,
  timeoutSeconds,
}: CommandStartOptions): CommandStart {
  const copies = new Map<string, Copy>();
  const served = new Set<string>();
  const typed = typedCommand(command);
  const told = ({ port }: Copy) => `${command.portVariable}=${port}`;
  const logEnd = (slot: string) => endOfLog(join(directory, 'logs', `${slot}.log`));
  const notListening = (copy: Copy) => {
    const elsewhere = listeningPorts(copy.pid).filter((port) => port !== copy.port);
    const where = elsewhere.length === 0 ? '' : `; it listens on ${elsewhere.join(', ')} instead`;
    return new UsageError(
      `\`${typed}\` has not listened on the port it was given (${told(copy)}) within ${timeoutSeconds} s${where}: ` +
        `${mendPort(command)}; ${logEnd(copy.slot)}`,
    );
  };
  return {
    started: (copy) => void copies.set(copy.slot, copy),
    serving: (slot) => void served.add(slot),
    onDeath: (slot, how) => {
      const copy = copies.get(slot);
      if (copy === undefined || served.has(slot)) return null;
      const end = logEnd(slot);
      const mend = /EADDRINUSE|address (already )?in use/i.test(end) ? ` ${mendPort(command)};` : '';
      return new UsageError(
        `\`${typed}\` ended (${how}) before it listened on its port (${told(copy)});${mend} ${end}`,
      );
    },
    onTimeout: async () => {
      const late = [...copies.values()].find(({ slot }) => !served.has(slot));
      if (late !== undefined) return notListening(late);
      const [copy] = copies.values();
      const status = copy === undefined ? null : await statusOf(`http://127.0.0.1:${copy.port}${check.path}`);
      const answer = status === null ? 'no answer' : `status ${status}`;
      return new UsageError(
        `\`${typed}\` listens, but is not ready after ${timeoutSeconds} s: GET ${check.path} gets ${answer}, and ` +
          `${wanted(check)} is wanted; name another path with --ready, or see ${join(directory, 'logs')}`,
      );
    },
  };
}

function mendPort({ portVariable }: ServerCommand): string {
  return `let it listen on the port in ${portVariable}, name another variable with --port-env, or write {port} into the command`;
}

function wanted({ accepts }: ReadyCheck): string {
  return accepts === 'below-500' ? 'a status below 500' : `a status of ${accepts}`;
}

const mostBytes = 4_096;
const mostLines = 3;

/** The line that says what went wrong, else the last ones. */
function endOfLog(path: string): string {
  const lines = textOf(path)
    .slice(-mostBytes)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return `its log is empty (${path})`;
  const telling = lines.findLast((line) =>
    /^(\w+\.)*\w*(Error|Exception)\b|^(panic|fatal|error)\b/i.test(line),
  );
  return `its log ends: ${telling ?? lines.slice(-mostLines).join(' | ')} (${path})`;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
