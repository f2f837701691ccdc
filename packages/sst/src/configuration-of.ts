/** Builds the complete configuration from what was written and the groups that the component was given. */
import type { ConfigurationInput } from '@garbageday/config/configuration-input.ts';
import type { GroupInput } from '@garbageday/config/group-input.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { componentOf } from './check-arguments.ts';

type GivenGroup = {
  readonly name: string;
  readonly desiredSize?: number | undefined;
  /** As many as are listed. */
  /** Of a quorum. */
  readonly role?: unknown;
  readonly ec2Instances?: readonly unknown[] | undefined;
  readonly requiredHealthy?: number | `${number}%`;
};

type Given = { readonly config: ConfigurationInput; readonly groups: readonly GivenGroup[] };

/** @throws UsageError one line: which key is wrong, and what to write. */
export function configurationOf(name: string, { config, groups }: Given): Configuration {
  // The demo's component has no name, and its configuration is a file.
  const where = name === '' ? 'garbageday.config.ts' : `${componentOf(name)}: config`;
  return parseConfiguration(withGroups(config, groups), where, 'aws');
}

/** A group that the configuration does not have is one of web servers, or a quorum where roles are told; what is said of its size counts more than the configuration. */
function withGroups(config: ConfigurationInput, groups: readonly GivenGroup[]): ConfigurationInput {
  const written = config.groups ?? [];
  const given = new Map(groups.map((group) => [group.name, group]));
  const known = written.map((group) => sized(group, given.get(group.name ?? group.kind)));
  const names = new Set(written.map((group) => group.name ?? group.kind));
  const added = groups.filter(({ name }) => !names.has(name));
  return {
    ...config,
    groups: [...known, ...added.map((group) => sized({ kind: kindOf(group), name: group.name }, group))],
  };
}

function kindOf({ role }: GivenGroup): 'web' | 'data' {
  return role === undefined ? 'web' : 'data';
}

function sized(written: GroupInput, given: GivenGroup | undefined): GroupInput {
  if (given === undefined) return written;
  const { requiredHealthy = written.requiredHealthy } = given;
  const known = given.desiredSize ?? given.ec2Instances?.length;
  const desiredSize = known ?? written.desiredSize ?? smallestOf(requiredHealthy);
  return {
    ...written,
    ...(desiredSize === undefined ? {} : { desiredSize }),
    ...(requiredHealthy === undefined ? {} : { requiredHealthy }),
  };
}

/** The smallest group that can lose one; its real size is read from AWS each time. */
function smallestOf(required: GroupInput['requiredHealthy']): number | undefined {
  if (typeof required === 'number') return Math.max(2, required + 1);
  const percent = Number.parseInt(required ?? '', 10);
  return percent > 0 && percent < 100 ? Math.ceil(100 / (100 - percent)) : undefined;
}
