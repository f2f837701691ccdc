import { LambdaClient } from '@aws-sdk/client-lambda';
import { askedRoles } from '@garbageday/aws/asked-roles.ts';
import { roleQuestionSchema } from '@garbageday/aws/contract/role-question.ts';
import { expect, it } from 'vitest';
import { type Answer, awsAnswers, json } from './fixtures/aws-answers.ts';

const functionName = 'arn:aws:lambda:eu-central-1:123456789012:function:shop-roles';
const question = { group: 'etcd', instanceIds: ['i-0a', 'i-0b'] };
const answers = [
  { instanceId: 'i-0a', role: 'primary', problem: null },
  { instanceId: 'i-0b', role: 'none', problem: 'the command printed nothing' },
];

async function asking(...given: readonly Answer[]) {
  const { settings, asked } = await awsAnswers(...given);
  return { ask: askedRoles({ lambda: new LambdaClient(settings), functionName }), asked };
}

it('waits for the answer of the function, which is told the group and its members, and no command', async () => {
  const { ask, asked } = await asking(json(200, { answers }));
  expect(await ask(question)).toEqual(answers);
  const [{ url, headers, body } = { url: '', headers: {}, body: '{}' }] = asked;
  expect(decodeURIComponent(url)).toBe(`/2015-03-31/functions/${functionName}/invocations`);
  expect(headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse' });
  expect(JSON.parse(body)).toEqual({ kind: 'roles', ...question });
  expect(roleQuestionSchema.safeParse(JSON.parse(body)).success).toBe(true);
});

it.each([
  ['a command', { command: 'reboot' }],
  ['no members', { instanceIds: [] }],
  ['more members than a quorum has', { instanceIds: Array.from({ length: 21 }, (_, index) => `i-${index}`) }],
  ['what is not a server', { instanceIds: ['mi-0123456789abcdef0'] }],
])('a question with %s is not one', (_, changes) => {
  expect(roleQuestionSchema.safeParse({ kind: 'roles', ...question, ...changes }).success).toBe(false);
});

function failing(body: object): Answer {
  return { ...json(200, body), headers: { 'x-amz-function-error': 'Unhandled' } };
}

it.each([
  [
    'fails',
    failing({
      errorType: 'AwsError',
      errorMessage: 'asking i-0a for its role: permission denied (x)\n  at y',
    }),
    'unexpected-answer',
    'the members of etcd could not be asked for their roles: asking i-0a for its role: permission denied (x)',
  ],
  [
    'ends without a message',
    failing({}),
    'unexpected-answer',
    'the members of etcd could not be asked for their roles: Unhandled',
  ],
  [
    'answers something else',
    json(200, { answers: [{ instanceId: 'i-0a', role: 'king', problem: null }] }),
    'unexpected-answer',
    'the members of etcd could not be asked for their roles: the function gave no roles; deploy the stage again',
  ],
  [
    'is not there',
    { ...json(404, { Message: 'Function not found' }), error: 'ResourceNotFoundException' },
    'not-deployed',
    'asking the members of etcd for their roles: it does not exist here (Function not found)',
  ],
] as const)('one clear line where the function %s', async (_, answer, code, line) => {
  const { ask } = await asking(answer);
  const promise = ask(question);
  await expect(promise).rejects.toMatchObject({ code });
  await expect(promise).rejects.toThrow(line);
  await promise.catch((error: Error) => expect(error.message).not.toContain('\n'));
});
