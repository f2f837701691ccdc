/** What becomes of a command on a member, with answers as Systems Manager documents them: moto runs no command. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { roleDocument, roleDocumentName } from '@garbageday/aws/contract/role-document.ts';
import { rolesByCommand } from '@garbageday/aws/role-commands.ts';
import { describe, expect, it } from 'vitest';
import { type Answer, awsAnswers, json, jsonError } from './fixtures/aws-answers.ts';

const command = { document: 'garbageday-shop-role-etcd', primary: 'leader', secondary: 'follower' };

const commandId = '11111111-2222-3333-4444-555555555555';
const sent = json(200, { Command: { CommandId: commandId, Status: 'Pending', InstanceIds: ['i-0a'] } });

/** API Reference, GetCommandInvocation. */
function invocation(changes: object): Answer {
  return json(200, { CommandId: commandId, InstanceId: 'i-0a', StandardOutputContent: '', ...changes });
}

function printed(StandardOutputContent: string): Answer {
  return invocation({ Status: 'Success', StatusDetails: 'Success', ResponseCode: 0, StandardOutputContent });
}

/** Time passes only while it sleeps. */
function patientClock() {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { now: () => nowMs, sleep };
}

async function asked(...answers: readonly Answer[]) {
  const { settings, asked: requests } = await awsAnswers(...answers);
  const clock = patientClock();
  const options = { ssm: new SSMClient(settings), clock };
  const roles = await rolesByCommand(options, command, ['i-0a']);
  return { answer: roles[0], roles, requests, waitedMs: clock.now() };
}

const where = `aws ssm get-command-invocation --command-id ${commandId} --instance-id i-0a has what it said`;

describe('a member that is asked for its role', () => {
  it.each([
    ['leader\n', 'primary'],
    ['  follower  ', 'secondary'],
  ])('says %j, and is %s', async (output, role) => {
    const { roles } = await asked(sent, printed(output));
    expect(roles).toEqual([{ instanceId: 'i-0a', role, problem: null }]);
  });

  it('is asked by the document of the deployment, and by nothing that anyone sent', async () => {
    const { requests } = await asked(sent, printed('leader'));
    const [first, second] = requests.map(({ body }) => JSON.parse(body));
    expect(first).toEqual({
      DocumentName: 'garbageday-shop-role-etcd',
      InstanceIds: ['i-0a'],
      TimeoutSeconds: 30,
      Comment: 'Garbage Day asks for the role',
    });
    expect(second).toEqual({ CommandId: commandId, InstanceId: 'i-0a' });
    expect(requests.map(({ headers }) => headers['x-amz-target'])).toEqual([
      'AmazonSSM.SendCommand',
      'AmazonSSM.GetCommandInvocation',
    ]);
  });

  it('is waited for while it is on its way, and before SSM shows it', async () => {
    const { answer, requests } = await asked(
      sent,
      jsonError(400, 'InvocationDoesNotExist', ''),
      ...['Pending', 'InProgress', 'Delayed', 'Cancelling'].map((Status) => invocation({ Status })),
      printed('leader'),
    );
    expect(answer).toMatchObject({ role: 'primary' });
    expect(requests).toHaveLength(7);
  });

  it.each([
    [
      'prints another word',
      printed('learner\n'),
      'the command printed "learner", and not "leader" or "follower"',
    ],
    ['prints nothing', printed(' \n'), 'the command printed nothing, and not "leader" or "follower"'],
    [
      'prints both words',
      printed('leader\nfollower'),
      'the command printed "leader\\nfollower", and not "leader" or "follower"',
    ],
    [
      'prints rubbish',
      printed(`\u001b[31m<!channel>\u202e${'x'.repeat(24_000)}`),
      `the command printed "\\u001b[31m<!channel>?${'x'.repeat(24)}…", and not "leader" or "follower"`,
    ],
    [
      'fails',
      invocation({
        Status: 'Failed',
        StatusDetails: 'Failed',
        ResponseCode: 7,
        StandardOutputContent: 'leader',
      }),
      `the command ended with the exit code 7; ${where}`,
    ],
    [
      'takes too long',
      invocation({ Status: 'TimedOut', StatusDetails: 'Execution Timed Out', ResponseCode: -1 }),
      `the command did not end within 10 s; ${where}`,
    ],
    [
      'is not reached in time',
      invocation({ Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut', ResponseCode: -1 }),
      `the command did not reach it within 30 s; ${where}`,
    ],
    [
      'does not take the command',
      invocation({ Status: 'Failed', StatusDetails: 'Undeliverable', ResponseCode: -1 }),
      `the command did not run to its end (Undeliverable); ${where}`,
    ],
    [
      'may not be sent it, as SSM says of servers with other tags',
      invocation({ Status: 'Failed', StatusDetails: 'AccessDenied', ResponseCode: -1 }),
      `the command did not run to its end (AccessDenied); ${where}`,
    ],
    [
      'has it cancelled',
      invocation({ Status: 'Cancelled', StatusDetails: 'Cancelled', ResponseCode: -1 }),
      `the command did not run to its end (Cancelled); ${where}`,
    ],
  ])('that %s has no role', async (_, answer, problem) => {
    const { roles } = await asked(sent, answer);
    expect(roles).toEqual([{ instanceId: 'i-0a', role: 'none', problem }]);
    expect(problem).not.toMatch(/\n/);
  });

  it('is given up after 18 seconds and a dozen looks', async () => {
    const { answer, requests, waitedMs } = await asked(sent, invocation({ Status: 'InProgress' }));
    expect(answer).toEqual({ instanceId: 'i-0a', role: 'none', problem: 'it did not answer within 18 s' });
    expect(waitedMs).toBeGreaterThanOrEqual(18_000);
    expect(waitedMs).toBeLessThan(20_000);
    expect(requests.length).toBeLessThan(16);
  });

  it('that SSM does not manage has no role, and nothing else is asked of it', async () => {
    const { answer, requests } = await asked(
      jsonError(400, 'InvalidInstanceId', 'Instances [[i-0a]] not in a valid state'),
    );
    expect(answer).toEqual({
      instanceId: 'i-0a',
      role: 'none',
      problem:
        'Systems Manager does not reach it; it needs a running SSM agent, and AmazonSSMManagedInstanceCore on its role',
    });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['AccessDeniedException', 'is not authorized to perform: ssm:SendCommand', 'access-denied'],
    ['InvalidDocument', 'no such document', 'failed'],
    ['ThrottlingException', 'Rate exceeded', 'throttled'],
  ])('what is not its fault is an error: %s', async (name, message, code) => {
    const promise = asked(jsonError(400, name, message));
    await expect(promise).rejects.toMatchObject({ code });
    await expect(promise).rejects.toThrow('asking i-0a for its role: ');
  });
});

describe('the document', () => {
  it('runs the command as it was written, for ten seconds at most', () => {
    expect(roleDocument('cat /run/role')).toEqual({
      schemaVersion: '2.2',
      description: expect.any(String),
      mainSteps: [
        {
          action: 'aws:runShellScript',
          name: 'role',
          inputs: { runCommand: ['cat /run/role'], timeoutSeconds: '10' },
        },
      ],
    });
  });

  it('has a name that SSM takes, however long stage and group are', () => {
    const name = roleDocumentName('s'.repeat(31), 'g'.repeat(32));
    expect(name).toMatch(/^[a-zA-Z0-9_.-]{3,128}$/);
  });
});
