/** garbageday.config.ts, validated and with every default filled in, and the groups of it that a stage deploys. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import input from '../garbageday.config.ts';

/**
 * Imported, not loaded at run time: SST bundles the program, and may run it on a Node that cannot strip types.
 *
 * @throws UsageError the one line that says which key is wrong.
 */
export function configuration(): Configuration {
  return parseConfiguration(input, 'garbageday.config.ts', 'aws');
}

/**
 * The one group of a kind. A stage has one web fleet and one replica set.
 *
 * @throws UsageError when the configuration names none or several.
 */
export function groupOf(config: Configuration, kind: GroupConfiguration['kind']): GroupConfiguration {
  const [group, ...others] = config.groups.filter((each) => each.kind === kind);
  if (group !== undefined && others.length === 0) return group;
  const found = group === undefined ? 'none' : `${others.length + 1}`;
  throw new UsageError(
    `garbageday.config.ts: groups: found ${found} of kind "${kind}"; a deployment needs exactly one`,
  );
}
