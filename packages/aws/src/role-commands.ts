/**
 * What members answer to the command that tells their role, run by Systems Manager. What runs is a document that the deployment
 * wrote: no one who may ask can choose another command.
 */
import {
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandOutput,
  InvalidInstanceId,
  InvocationDoesNotExist,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Clock } from '@garbageday/core/ports.ts';
import { calling } from './aws-error.ts';
import type { RoleCommand } from './contract/fleet-group.ts';
import { commandSeconds } from './contract/role-document.ts';
import type { RoleAnswer } from './contract/role-question.ts';

export type RoleCommandsOptions = { readonly ssm: SSMClient; readonly clock: Clock };

/** SSM's smallest (SendCommand, `TimeoutSeconds`): a command that the agent has not taken by then never runs. */
const deliverySeconds = 30;

/** From the delivery to the answer: the command's own time, and some to start it and to report its end. */
const patienceMs = (commandSeconds + 8) * 1_000;

const pauses = { firstMs: 300, growth: 1.5, longestMs: 2_000 } as const;

/** Longer words are not roles. */
const longestShown = 40;

/** One answer for each, in the given order; what a member cannot answer is `none`, with the reason. Throws what is not its fault. */
export function rolesByCommand(
  options: RoleCommandsOptions,
  command: RoleCommand,
  instanceIds: readonly string[],
): Promise<readonly RoleAnswer[]> {
  return Promise.all(
    instanceIds.map((instanceId) =>
      calling(`asking ${instanceId} for its role`, () => ask(options, command, instanceId)),
    ),
  );
}

async function ask(
  options: RoleCommandsOptions,
  command: RoleCommand,
  instanceId: string,
): Promise<RoleAnswer> {
  const unknown = (problem: string): RoleAnswer => ({ instanceId, role: 'none', problem });
  const commandId = await send(options.ssm, command.document, instanceId);
  if (commandId === null)
    return unknown(
      'Systems Manager does not reach it; it needs a running SSM agent, and AmazonSSMManagedInstanceCore on its role',
    );
  const invocation = await endOf(options, { CommandId: commandId, InstanceId: instanceId });
  if (invocation === null) return unknown(`it did not answer within ${patienceMs / 1_000} s`);
  const failure = failureOf(invocation);
  if (failure !== null) {
    const where = `aws ssm get-command-invocation --command-id ${commandId} --instance-id ${instanceId}`;
    return unknown(`${failure}; ${where} has what it said`);
  }
  return roleIn(invocation.StandardOutputContent ?? '', command, instanceId);
}

/** `null`: the instance is not managed by SSM, or its agent is not connected. */
async function send(ssm: SSMClient, document: string, instanceId: string): Promise<string | null> {
  try {
    const { Command } = await ssm.send(
      new SendCommandCommand({
        DocumentName: document,
        InstanceIds: [instanceId],
        TimeoutSeconds: deliverySeconds,
        Comment: 'Garbage Day asks for the role',
      }),
    );
    if (Command?.CommandId !== undefined) return Command.CommandId;
    throw new TypeError(`SSM took the command for ${instanceId}, and gave it no id`);
  } catch (error) {
    if (error instanceof InvalidInstanceId) return null;
    throw error;
  }
}

type Sent = { readonly CommandId: string; readonly InstanceId: string };

/** `null` if it has not ended in time. */
async function endOf({ ssm, clock }: RoleCommandsOptions, sent: Sent) {
  const untilMs = clock.now() + patienceMs;
  for (
    let pauseMs: number = pauses.firstMs;
    clock.now() < untilMs;
    pauseMs = Math.min(pauseMs * pauses.growth, pauses.longestMs)
  ) {
    await clock.sleep(pauseMs);
    const invocation = await look(ssm, sent);
    if (invocation !== null && hasEnded(invocation)) return invocation;
  }
  return null;
}

/** `null`: SSM does not show it yet, as it may for a moment after it was sent. */
async function look(ssm: SSMClient, sent: Sent): Promise<GetCommandInvocationCommandOutput | null> {
  try {
    return await ssm.send(new GetCommandInvocationCommand(sent));
  } catch (error) {
    if (error instanceof InvocationDoesNotExist) return null;
    throw error;
  }
}

function hasEnded({ Status }: GetCommandInvocationCommandOutput): boolean {
  return Status === 'Success' || Status === 'Failed' || Status === 'TimedOut' || Status === 'Cancelled';
}

/** `null`: it ran, and ended with 0. */
function failureOf({
  Status,
  StatusDetails = '',
  ResponseCode,
}: GetCommandInvocationCommandOutput): string | null {
  if (Status === 'Success') return null;
  const details = StatusDetails.replaceAll(' ', '');
  if (details === 'DeliveryTimedOut') return `the command did not reach it within ${deliverySeconds} s`;
  if (details === 'ExecutionTimedOut') return `the command did not end within ${commandSeconds} s`;
  if (Status === 'Failed' && ResponseCode !== undefined && ResponseCode > 0)
    return `the command ended with the exit code ${ResponseCode}`;
  return `the command did not run to its end (${details === '' ? Status : details})`;
}

function roleIn(output: string, { primary, secondary }: RoleCommand, instanceId: string): RoleAnswer {
  const word = output.trim();
  if (word === primary) return { instanceId, role: 'primary', problem: null };
  if (word === secondary) return { instanceId, role: 'secondary', problem: null };
  const printed = word === '' ? 'nothing' : shown(word);
  const problem = `the command printed ${printed}, and not ${JSON.stringify(primary)} or ${JSON.stringify(secondary)}`;
  return { instanceId, role: 'none', problem };
}

/** It may be anything, and is on its way to Slack: the beginning of it, as JSON, in ASCII. */
function shown(word: string): string {
  const start = word.length > longestShown ? `${word.slice(0, longestShown)}…` : word;
  return JSON.stringify(start).replaceAll(/[^\x20-\x7e…]/g, '?');
}
