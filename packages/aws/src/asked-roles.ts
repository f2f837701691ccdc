/**
 * Asks members for their roles by the function that may run the command on them: what may end servers may not run anything on
 * them.
 */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { AwsError, calling } from './aws-error.ts';
import { type RoleAnswer, type RoleQuestion, roleAnswersSchema } from './contract/role-question.ts';

export type AskRoles = (question: Omit<RoleQuestion, 'kind'>) => Promise<readonly RoleAnswer[]>;

export type AskedRolesOptions = {
  readonly lambda: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
};

/** For the client: the function answers within half a minute, or Lambda ends it (packages/sst/src/roles.ts). */
export const askingSettings = { maxAttempts: 2, timeoutMs: 32_000 };

/** Throws an AwsError in one line if the function fails, or answers something else. */
export function askedRoles({ lambda, functionName }: AskedRolesOptions): AskRoles {
  return (question) =>
    calling(`asking the members of ${question.group} for their roles`, async () => {
      const event: RoleQuestion = { kind: 'roles', ...question };
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: 'RequestResponse',
          Payload: new TextEncoder().encode(JSON.stringify(event)),
        }),
      );
      const answer = parsed(new TextDecoder().decode(Payload));
      if (FunctionError !== undefined) throw failed(question.group, messageIn(answer) ?? FunctionError);
      const { success, data } = roleAnswersSchema.safeParse(answer);
      if (success) return data.answers;
      throw failed(question.group, 'the function gave no roles; deploy the stage again');
    });
}

function failed(group: string, why: string): AwsError {
  return new AwsError(
    'unexpected-answer',
    `the members of ${group} could not be asked for their roles: ${why}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As Lambda's runtime writes it for Node. */
function messageIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('errorMessage' in answer)) return null;
  return String(answer.errorMessage).split('\n')[0] ?? null;
}
