import {
  readShippedConfiguration,
  ShippedConfigurationError,
  shipConfiguration,
} from '@garbageday/aws/contract/shipped-configuration.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import reference from '../../garbageday.config.ts';

const everything = {
  exclusions: [
    { name: 'move', from: '2026-12-24T18:00', to: '2026-12-24T22:00', timeZone: 'Europe/Berlin' },
    { name: 'patching', cron: '0 2 * * 7', duration: '2h' },
    { name: 'restore', rrule: 'FREQ=MONTHLY;BYDAY=1SU', start: '2026-01-04T02:00', duration: '2h' },
  ],
};

function shipped(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...JSON.parse(shipConfiguration(parseConfiguration({}, 'the test'))), ...changes });
}

describe('a configuration that is shipped', () => {
  it.each([
    ['the defaults', {}],
    ['the reference', reference],
    ['with every kind of exclusion', { exclusions: everything.exclusions }],
  ])('comes back as it was: %s', (_, input) => {
    const configuration = parseConfiguration(input, 'the test', 'aws');
    expect(readShippedConfiguration(shipConfiguration(configuration), 'a file')).toEqual(configuration);
  });

  it('is the same text for the same configuration', () => {
    const [one, other] = [
      parseConfiguration(reference, 'x', 'aws'),
      parseConfiguration(reference, 'x', 'aws'),
    ];
    expect(shipConfiguration(one)).toBe(shipConfiguration(other));
  });

  const { configuration } = JSON.parse(shipped()) as { configuration: Record<string, unknown> };

  it.each([
    ['half a file', shipped().slice(0, 100), 'is not JSON'],
    ['an empty file', '', 'is not JSON'],
    ['nothing', 'null', 'its version is none, and this function reads 1'],
    ['no version', shipped({ version: undefined }), 'its version is none, and this function reads 1'],
    ['a newer version', shipped({ version: 2 }), 'its version is 2, and this function reads 1'],
    ['no checksum', shipped({ sha256: undefined }), 'its checksum is not that of its contents'],
    ['no contents', shipped({ configuration: undefined }), 'its checksum is not that of its contents'],
    [
      'contents that somebody armed',
      shipped({ configuration: { ...configuration, mode: 'armed' } }),
      'its checksum is not that of its contents',
    ],
  ])('is refused in one line with %s', (_, text, why) => {
    const read = () => readShippedConfiguration(text, 'garbageday.configuration.json');
    expect(read).toThrow(ShippedConfigurationError);
    expect(read).toThrow(new RegExp(`^garbageday.configuration.json: ${why}; deploy the stage again$`));
  });
});
