/** The commands that initiate, change and control the replica set. */

import { call } from '../cluster/call.ts';
import { formatConfig, parseConfig } from '../cluster/config-codec.ts';
import { commandError, type ErrorCodeName } from '../command-error.ts';
import { bootstrap, isPrimary, standAside } from '../raft/member.ts';
import type { Raft } from '../raft/raft.ts';
import { type ReconfigRefusal, reconfigure } from '../raft/reconfigure.ts';
import { memberOf, type ReplicaSetConfig } from '../raft/replica-set-config.ts';
import { equalValues } from '../store/values.ts';
import { type Document, isDocument, numberOf } from '../wire/document.ts';
import type { Command, CommandContext } from './context.ts';
import { replSetGetStatus } from './replica-set-status.ts';

const callMs = 3000;

async function askMember(host: string, command: Document): Promise<void> {
  const answer = await call(host, command, callMs).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw commandError(
      'NodeNotFound',
      `replSetInitiate quorum check failed because ${host} did not answer: ${reason}`,
    );
  });
  if (answer['ok'] === 1) return;
  throw commandError('CannotInitializeNodeWithData', `'${host}' refused: ${String(answer['errmsg'])}`);
}

function configIn(context: CommandContext, value: unknown): ReplicaSetConfig {
  const { raft, options } = context;
  const given = isDocument(value) && Object.keys(value).length > 0 ? value : null;
  const config = parseConfig(given ?? { _id: options.setName, members: [{ _id: 0, host: raft.self }] });
  if (config.setName !== options.setName) {
    throw commandError(
      'InvalidReplicaSetConfig',
      `the configuration is for set ${config.setName}, but this member was started with --replSet ${options.setName}`,
    );
  }
  return config;
}

/** A repeated initiation is not an error: the first attempt may have died half-way. */
function isFoundedBy(raft: Raft, config: ReplicaSetConfig): boolean {
  return raft.config !== null && equalValues(formatConfig(raft.config), formatConfig(config));
}

function checkEmpty(raft: Raft, config: ReplicaSetConfig): void {
  if (raft.config === null || isFoundedBy(raft, config)) return;
  throw commandError('AlreadyInitialized', 'already initialized');
}

/** One founding member's part of an initiation: `isCheck` only asks whether it would be possible. */
const found: Command = (context, request) => {
  const config = configIn(context, request['config']);
  checkEmpty(context.raft, config);
  if (request['isCheck'] !== true) bootstrap(context.raft, config);
  return { ok: 1 };
};

/** All members are asked before any is changed. */
const initiate: Command = async (context, request) => {
  const config = configIn(context, request['replSetInitiate']);
  if (context.raft.config !== null) throw commandError('AlreadyInitialized', 'already initialized');
  if (memberOf(config, context.raft.self) === undefined) {
    throw commandError(
      'InvalidReplicaSetConfig',
      `this member (${context.raft.self}) is not in the configuration`,
    );
  }
  const others = config.members.map(({ host }) => host).filter((host) => host !== context.raft.self);
  for (const isCheck of [true, false]) {
    const command = { mongoliteFound: 1, isCheck, config: formatConfig(config) };
    await Promise.all(others.map((host) => askMember(host, command)));
  }
  bootstrap(context.raft, config);
  return { ok: 1 };
};

const getConfig: Command = ({ raft }) => {
  if (raft.config === null) throw commandError('NotYetInitialized', 'no replset config has been received');
  return { config: formatConfig(raft.config), ok: 1 };
};

const refusals: Readonly<Record<ReconfigRefusal, readonly [ErrorCodeName, string]>> = {
  'not-leader': ['NotWritablePrimary', 'replSetReconfig should only be run on a writable PRIMARY'],
  'in-progress': ['ConfigurationInProgress', 'the former configuration is not yet committed'],
  version: ['NewReplicaSetConfigurationIncompatible', 'the version must be greater than the current one'],
  'too-many-voters-change': [
    'NewReplicaSetConfigurationIncompatible',
    'Non force replica set reconfig can only add or remove at most 1 voting member.',
  ],
};

const reconfig: Command = async (context, request) => {
  const config = configIn(context, request['replSetReconfig']);
  const outcome = await new Promise((resolve, reject) => {
    const refusal = reconfigure(context.raft, config, resolve);
    if (refusal !== null) reject(commandError(...refusals[refusal]));
  });
  if (isDocument(outcome) && outcome['kind'] === 'applied') return { ok: 1 };
  throw commandError('InterruptedDueToReplStateChange', 'no longer primary');
};

const stepDown: Command = ({ raft }, request) => {
  if (!isPrimary(raft)) throw commandError('NotWritablePrimary', 'not primary so cannot step down');
  const seconds = numberOf(request['replSetStepDown']) ?? 60;
  if (!standAside(raft, raft.ports.nowMs() + seconds * 1000)) {
    throw commandError('ExceededTimeLimit', 'no electable secondaries caught up');
  }
  return { ok: 1 };
};

export const replicaSetCommands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['replSetInitiate', initiate],
  ['mongoliteFound', found],
  ['replSetGetConfig', getConfig],
  ['replSetReconfig', reconfig],
  ['replSetStepDown', stepDown],
  ['replSetGetStatus', replSetGetStatus],
]);
