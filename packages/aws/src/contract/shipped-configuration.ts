/**
 * The configuration as a deployment ships it with a function's code: validated once, and read as plain JSON from then
 * on.
 */
import { createHash } from 'node:crypto';
import type { Configuration } from '@garbageday/core/configuration.ts';

/** At the root of the zip, next to the bundle. */
export const configurationFile = 'garbageday.configuration.json';

/**
 * The version of the shape of `Configuration`: raise it with every change that would make an older function misread a
 * newer file, or vice versa.
 */
const version = 1;

type Shipped = {
  readonly version: number;
  /** The hash of `configuration` as JSON, in hexadecimal. */
  readonly sha256: string;
  readonly configuration: Configuration;
};

/** The file shipped with a function's code is not what its deployment wrote. A retry cannot help: deploy again. */
export class ShippedConfigurationError extends Error {
  readonly code = 'shipped-configuration';

  constructor(where: string, why: string, options?: { readonly cause?: unknown }) {
    super(`${where}: ${why}; deploy the stage again`, options);
    this.name = 'ShippedConfigurationError';
  }
}

/**
 * The text of the file. The same configuration always gives the same text, so that a deployment that changes nothing
 * ships nothing.
 */
export function shipConfiguration(configuration: Configuration): string {
  const content = JSON.stringify(configuration);
  return `{"version":${version},"sha256":"${checksumOf(content)}","configuration":${content}}\n`;
}

/**
 * A file with the right version and checksum was written by `shipConfiguration` from a validated configuration, so
 * nothing else is checked and no schema is needed.
 *
 * @throws ShippedConfigurationError one line: `where`, and what is wrong.
 */
export function readShippedConfiguration(text: string, where: string): Configuration {
  const shipped = shippedOf(text, where);
  if (shipped?.version !== version) {
    const found = JSON.stringify(shipped?.version) ?? 'none';
    throw new ShippedConfigurationError(where, `its version is ${found}, and this function reads ${version}`);
  }
  const { sha256, configuration } = shipped;
  if (configuration === undefined || checksumOf(JSON.stringify(configuration)) !== sha256) {
    throw new ShippedConfigurationError(where, 'its checksum is not that of its contents');
  }
  return configuration;
}

function shippedOf(text: string, where: string): Partial<Shipped> | null {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ShippedConfigurationError(where, 'is not JSON', { cause });
  }
}

function checksumOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
