/** `garbageday`: the configuration, for programs of your own. */

export { loadConfiguration } from '@garbageday/config/load-configuration.ts';
export type * from '@garbageday/core/configuration.ts';
export { UsageError } from '@garbageday/core/errors.ts';
export * from './config.ts';
