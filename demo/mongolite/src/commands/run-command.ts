/** Finds a command by the first field of the request, runs it, and turns what goes wrong into an answer. */
import { CommandError, commandError, describeError, type ErrorCodeName } from '../command-error.ts';
import { type Document, numberOf } from '../wire/document.ts';
import type { Command, CommandContext } from './context.ts';
import { diagnosticCommands } from './diagnostic-commands.ts';
import { readCommands } from './read-commands.ts';
import { replicaSetCommands } from './replica-set-commands.ts';
import { refuseUnsupported } from './unsupported.ts';
import { writeCommands } from './write-commands.ts';

const commands: ReadonlyMap<string, Command> = new Map([
  ...diagnosticCommands,
  ...readCommands,
  ...writeCommands,
  ...replicaSetCommands,
]);

/** Errors that mean "not here, not now": a driver looks for the primary and tries again. */
const stateChanges: readonly ErrorCodeName[] = [
  'NotWritablePrimary',
  'NotPrimaryNoSecondaryOk',
  'NotPrimaryOrSecondary',
  'InterruptedDueToReplStateChange',
  'InterruptedAtShutdown',
  'PrimarySteppedDown',
  'ShutdownInProgress',
];

function failed(context: CommandContext, request: Document, error: unknown): Document {
  const answer = { ok: 0, ...describeError(error) };
  if (!(error instanceof CommandError) || !stateChanges.includes(error.codeName)) return answer;
  // The server adds the label, since wire version 9; the version lets a driver ignore news older than its own.
  const isRetryable = numberOf(request['txnNumber']) !== null;
  return {
    ...answer,
    topologyVersion: context.topology.version(),
    ...(isRetryable ? { errorLabels: ['RetryableWriteError'] } : {}),
  };
}

export function commandName(request: Document): string {
  return Object.keys(request)[0] ?? '';
}

/** Never rejects: an error is an answer with `ok: 0`. */
export async function runCommand(context: CommandContext, request: Document): Promise<Document> {
  const name = commandName(request);
  const command = commands.get(name);
  try {
    if (command === undefined) throw commandError('CommandNotFound', `no such command: '${name}'`);
    refuseUnsupported(name, request);
    return await command(context, request);
  } catch (error) {
    return failed(context, request, error);
  }
}
