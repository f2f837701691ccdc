/** Which stages are deployed in this account and region. */
import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { calling } from './aws-error.ts';
import { appName, directoryName } from './contract/names.ts';

/** By name, sorted. */
export function stagesHere(ssm: SSMClient): Promise<readonly string[]> {
  return calling('looking for stages', async () => {
    const names: string[] = [];
    for await (const page of paginateGetParametersByPath(
      { client: ssm },
      { Path: `/${appName}`, Recursive: true },
    )) {
      names.push(...(page.Parameters ?? []).flatMap(({ Name }) => Name ?? []));
    }
    const stages = names.flatMap((name) => name.split('/')[2] ?? []);
    return [...new Set(stages)].filter((stage) => names.includes(directoryName(stage))).toSorted();
  });
}
