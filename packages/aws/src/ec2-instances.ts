/** Looks up EC2 instances by filters that EC2 itself applies, page by page. */
import { type EC2Client, type Filter, type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';

/** Filters by name; an instance matches all of them, by any of each one's values. */
export type InstanceFilters = Readonly<Record<string, readonly string[]>>;

const pageSize = 200;

export async function findInstances(ec2: EC2Client, filters: InstanceFilters): Promise<readonly Instance[]> {
  const Filters = Object.entries(filters).map(([Name, values]): Filter => ({ Name, Values: [...values] }));
  const found: Instance[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize }, { Filters })) {
    for (const { Instances = [] } of page.Reservations ?? []) found.push(...Instances);
  }
  return found;
}

/** How an instance ended: `otherwise` means not by TerminateInstances; `null` if it has not ended. */
export type InstanceEnd = 'terminated' | 'otherwise' | null;

/** EC2 forgets an instance an hour after its end; how it ended is then unknown, and is assumed to be a termination. */
export async function endOf(ec2: EC2Client, instanceId: string): Promise<InstanceEnd> {
  const [found] = await findInstances(ec2, { 'instance-id': [instanceId] });
  if (found === undefined) return 'terminated';
  const { State, StateReason } = found;
  if (State?.Name !== 'shutting-down' && State?.Name !== 'terminated') return null;
  return isOtherwise(StateReason?.Code ?? '') ? 'otherwise' : 'terminated';
}

/**
 * EC2 API Reference, StateReason: a failed host or a spot interruption, and an operating system that shut itself down.
 */
function isOtherwise(code: string): boolean {
  return code.startsWith('Server.') || code === 'Client.InstanceInitiatedShutdown';
}

/** An instance's tags as a record. */
export function tagsOf({ Tags = [] }: Pick<Instance, 'Tags'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
