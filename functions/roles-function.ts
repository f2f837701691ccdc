/** The function that asks members for their roles, as an experiment calls it. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type AskRoles, askedRoles, askingSettings } from '@garbageday/aws/asked-roles.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';

export function rolesFunction(functionName: string): AskRoles {
  return askedRoles({ lambda: new LambdaClient(clientSettings(askingSettings)), functionName });
}
