/** Why the user's own server does not start, in words that they can act on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { typedCommand } from '../command-service.ts';
import type { Copy } from '../groups/start-by-command.ts';
import { type ReadyCheck, readyCheckOf, saysReady } from '../load-balancer/load-balancer.ts';
import { listeningPorts } from '../processes/listening-ports.ts';
import type { ServerTier } from '../service.ts';
import type { StartExplanation } from './start-watch.ts';
import { statusOf } from './until-ready.ts';

export type CommandStartOptions = {
  readonly tier: ServerTier;
  /** Where the logs are: `.garbageday`. */
  readonly directory: string;
  readonly timeoutSeconds: number;
};

export type CommandStart = StartExplanation & {
  readonly started: (copy: Copy) => void;
};

export function commandStart({ tier, directory, timeoutSeconds }: CommandStartOptions): CommandStart {
  const copies = new Map<string, Copy>();
  const served = new Set<string>();
  const { typed, mendPort, mendReady } = wordsOf(tier);
  const check = readyCheckOf(tier);
  const told = ({ port }: Copy) => `${tier.portVariable}=${port}`;
  const logEnd = (slot: string) => endOfLog(join(directory, 'logs', `${slot}.log`));
  const notListening = (copy: Copy) => {
    const elsewhere = listeningPorts(copy.pid).filter((port) => port !== copy.port);
    const where = elsewhere.length === 0 ? '' : `; it listens on ${elsewhere.join(', ')} instead`;
    return new UsageError(
      `${typed} has not listened on the port it was given (${told(copy)}) within ${timeoutSeconds} s${where}: ` +
        `${mendPort}; ${logEnd(copy.slot)}`,
    );
  };
  return {
    started: (copy) => void copies.set(copy.slot, copy),
    serving: (slot) => void served.add(slot),
    onDeath: (slot, how) => {
      const copy = copies.get(slot);
      if (copy === undefined || served.has(slot)) return null;
      const end = logEnd(slot);
      const mend = /EADDRINUSE|address (already )?in use/i.test(end) ? ` ${mendPort};` : '';
      return new UsageError(
        `${typed} ended (${how}) before it listened on its port (${told(copy)});${mend} ${end}`,
      );
    },
    onTimeout: async () => {
      const late = [...copies.values()].find(({ slot }) => !served.has(slot));
      if (late !== undefined) return notListening(late);
      const answer = await notReadyAnswer([...copies.values()], check);
      if (answer === null) return null;
      return new UsageError(
        `${typed} listens, but is not ready after ${timeoutSeconds} s: GET ${check.path} gets ${answer}, and ` +
          `${wanted(check)} is wanted; ${mendReady}, or see ${join(directory, 'logs')}`,
      );
    },
  };
}

/** null: all copies are ready, or there are none yet. */
async function notReadyAnswer(copies: readonly Copy[], check: ReadyCheck): Promise<string | null> {
  for (const { port } of copies) {
    const status = await statusOf(`http://127.0.0.1:${port}${check.path}`);
    if (status === null) return 'no answer';
    if (!saysReady(check, status)) return `status ${status}`;
  }
  return null;
}

/** What was typed is mended by an option, what was configured in the configuration. */
function wordsOf(tier: ServerTier) {
  const isTyped = tier.group === null;
  const [portKey, readyKey, command] = isTyped
    ? ['--port-env', 'with --ready', 'the command']
    : ['portEnv', 'as its ready', 'its command'];
  return {
    typed: `${isTyped ? '' : `group "${tier.group}": `}\`${typedCommand(tier)}\``,
    mendPort: `let it listen on the port in ${tier.portVariable}, name another variable with ${portKey}, or write {port} into ${command}`,
    mendReady: `name another path ${readyKey}`,
  };
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
