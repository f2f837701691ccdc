/** The options of a storm, parsed. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type StormOptions = {
  readonly kills: number;
  readonly lb: 'both' | 'haproxy' | 'embedded';
  readonly data: (typeof databases)[number];
  readonly seed: string;
  readonly configuration: Configuration;
};

type Written = Readonly<Record<'kills' | 'lb' | 'data' | 'rate' | 'seed', string>>;

const loadBalancers = ['both', 'haproxy', 'embedded'] as const;
const databases = ['auto', 'mongod', 'mongolite'] as const;

/** @throws UsageError for invalid options. */
export function stormOptions(written: Written): StormOptions {
  return {
    kills: whole('--kills', written.kills, 1_000),
    lb: oneOf('--lb', written.lb, loadBalancers),
    data: oneOf('--data', written.data, databases),
    seed: written.seed,
    configuration: parseConfiguration(
      { users: { ratePerSecond: whole('--rate', written.rate, 5_000) } },
      '--rate',
    ),
  };
}

function whole(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${option}: write a whole number from 1 to ${most}, not "${text}"`);
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option}: write one of ${known.join(', ')}, not "${text}"`);
}
