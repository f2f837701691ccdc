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

/** An instance's tags as a record. */
export function tagsOf({ Tags = [] }: Pick<Instance, 'Tags'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
