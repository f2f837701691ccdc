/** The real process around the command line. */
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { programOf } from './invocation.ts';
import { runCli } from './run-cli.ts';
import type { ServiceOffer } from './service-offer.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The platforms in this repository. Their code is loaded when a command needs it: the help does not need the AWS SDK.
 */
export const usualPlatforms: Surroundings['platforms'] = [
  {
    name: 'local',
    summary: 'this machine',
    hasStages: false,
    open: async (request) => (await import('./local/local-platform.ts')).localPlatform(request),
  },
  {
    name: 'aws',
    summary: 'a stage that was deployed',
    hasStages: true,
    open: async (request) => (await import('./aws/aws-platform.ts')).awsPlatform(request),
  },
];

/** Runs the command in `process.argv`, with this service for game days, then ends the process with its exit code. */
export async function main(
  service: ServiceOffer | null = null,
  platforms: Surroundings['platforms'] = usualPlatforms,
): Promise<void> {
  endWithReader();
  const code = await runCli(process.argv.slice(2), {
    cwd: process.cwd(),
    program: programOf({ env: process.env, cwd: process.cwd(), script: process.argv[1] ?? '' }),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    now: () => Date.now(),
    interfaces: networkInterfaces,
    service,
    platforms,
    questions: async () => {
      if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['TERM'] === 'dumb') return null;
      return (await import('./init/terminal-questions.ts')).terminalQuestions();
    },
    openAws: async (region) => (await import('./aws/open-aws.ts')).openAws(region),
    runners: {
      // Loaded late: help and mistakes should not wait for the whole stack's code.
      gameDay: async (options, output) =>
        (await import('./game-day/run-game-day.ts')).runGameDay(options, output),
      rehearse: async (options, output) => (await import('./game-day/rehearse.ts')).rehearse(options, output),
      up: async (options, output) => (await import('./game-day/run-up.ts')).runUp(options, output),
      probe: async (options, output) => (await import('./probe/run-probe.ts')).runProbe(options, output),
    },
  });
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  await quiet();
  process.exit(code);
}

/**
 * `process.exit` joins V8's worker threads, and one that is compiling may wait for a garbage collection by this thread,
 * which then never comes: seen once in Node 24.21, after a game day. A long run lets them finish first; a short one has
 * none.
 */
async function quiet(): Promise<void> {
  if (process.uptime() > 5) await delay(250);
}

/**
 * If the reader has gone (`garbageday status | head -1`), a short command just ends; a long one is asked once to stop,
 * as if its terminal had been closed.
 */
function endWithReader(): void {
  let isAsked = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    // EIO: the terminal itself has gone.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    if (isAsked || process.listenerCount('SIGHUP') === 0) return;
    isAsked = true;
    process.kill(process.pid, 'SIGHUP');
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
}

/** Pipes are written asynchronously, and `process.exit` would cut them short. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}
