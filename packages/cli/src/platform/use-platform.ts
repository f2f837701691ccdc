/** Opens a command's platform for as long as the command needs it. */
import { findConfiguration, loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import type { Platform } from './platform.ts';

/** Closes it at the end. Errors that the platform can explain are thrown in that form. */
export async function usePlatform<T>(
  command: Command,
  context: CommandContext,
  body: (platform: Platform) => Promise<T>,
): Promise<T> {
  const { offer, stage, directory, configPath } = platformOptions(command, context);
  const { cwd } = context.surroundings;
  const platform = await offer.open({
    ...{ directory, stage, cwd },
    loadConfiguration: (defaults) => loadConfiguration(configPath, cwd, defaults),
    isConfigured: async () => (configPath ?? (await findConfiguration(cwd))) !== null,
  });
  try {
    return await body(platform);
  } catch (error) {
    throw await platform.explain(error);
  } finally {
    platform.close();
  }
}
