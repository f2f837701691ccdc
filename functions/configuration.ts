/** The configuration that the deployment shipped with this function's code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  configurationFile,
  readShippedConfiguration,
  ShippedConfigurationError,
} from '@garbageday/aws/contract/shipped-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';

/** @throws ShippedConfigurationError (one line) if it is missing or is not what the deployment wrote. */
export function configuration(): Configuration {
  return readShippedConfiguration(textOf(new URL(configurationFile, import.meta.url)), configurationFile);
}

function textOf(file: URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ShippedConfigurationError(fileURLToPath(file), 'cannot be read', { cause });
  }
}
