/**
 * The program: `node main.ts --replSet rs0 --port N --bind_ip 127.0.0.1 --dbpath DIR`. An embedded stand-in, not
 * MongoDB.
 */
import { type Member, startMember } from './member.ts';
import { type MemberOptions, parseOptions } from './options.ts';
import { standAside } from './raft/member.ts';
import { UsageError } from './usage-error.ts';
import { allowLargeDocuments } from './wire/document.ts';
import { maxPeerMessageBytes } from './wire/limits.ts';

const handOverMs = 500;
/** How long to stay after giving up leadership: drivers are notified on the connections that are then closed. */
const lingerMs = 100;
const pollMs = 5;

function print(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** A person's mistake is one line and exit code 2; a bug is shown in full with exit code 1. */
function fail(error: unknown): never {
  const isUsage = error instanceof UsageError;
  const shown = error instanceof Error ? (isUsage ? error.message : error.stack) : String(error);
  process.stderr.write(`mongolite: ${shown}\n`);
  process.exit(isUsage ? 2 : 1);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function leave(member: Member): Promise<void> {
  const { raft } = member;
  const dueMs = performance.now() + handOverMs;
  const wasLeader = raft.role === 'leader';
  standAside(raft, Number.POSITIVE_INFINITY);
  while (raft.role === 'leader' && performance.now() < dueMs) await sleep(pollMs);
  if (wasLeader) await sleep(lingerMs);
  member.close();
  await sleep(pollMs);
  process.exit(0);
}

/** Every signal or request to end comes here; a second one changes nothing. */
function stopper() {
  let member: Member | null = null;
  let isStopping = false;
  return {
    started: (running: Member): void => {
      member = running;
    },
    stop: (): void => {
      if (isStopping) return;
      isStopping = true;
      if (member === null) process.exit(0);
      else void leave(member);
    },
  };
}

function listenToSignals(stop: () => void): void {
  const isSupervised = process.send !== undefined;
  process.on('SIGTERM', stop);
  // Ctrl-C reaches the whole process group; the supervisor of this member decides when it ends.
  process.on('SIGINT', () => {
    if (!isSupervised) stop();
  });
  if (isSupervised) process.on('disconnect', () => process.exit(0));
}

function reportChanges(options: MemberOptions) {
  let last = '';
  return (state: string, term: number, primary: string | null): void => {
    const line = { state, term, primary };
    if (options.isQuiet || JSON.stringify(line) === last) return;
    last = JSON.stringify(line);
    print({ at: new Date().toISOString(), ...line });
  };
}

async function main(): Promise<void> {
  // If no one is reading any more, that is not a reason to die.
  process.stdout.on('error', () => {});
  allowLargeDocuments(maxPeerMessageBytes);
  const options = parseOptions(process.argv.slice(2));
  const { started, stop } = stopper();
  listenToSignals(stop);
  const member = await startMember(options, { changed: reportChanges(options), stop });
  started(member);
  print({ listening: true, port: options.port, pid: process.pid });
  process.send?.({ kind: 'listening', port: options.port });
}

process.on('uncaughtException', fail);
main().catch(fail);
