/** The identity that gives garbageday.config.ts its types. */
import type { ConfigurationInput } from './configuration-input.ts';

/**
 * Returns its argument; values are checked when the file is loaded.
 *
 * @example export default defineConfig({ service: 'shop', users: { ratePerSecond: 50 } });
 */
export function defineConfig(input: ConfigurationInput): ConfigurationInput {
  return input;
}
