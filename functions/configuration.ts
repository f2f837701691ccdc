/** garbageday.config.ts, bundled into the functions that decide: a deployment changes both together. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import input from '../garbageday.config.ts';

/** Throws a UsageError that says which key is wrong. */
export function configuration(): Configuration {
  return parseConfiguration(input, 'garbageday.config.ts', 'aws');
}
