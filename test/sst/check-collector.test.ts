/** Where metrics and events are exported to: keys do not travel in the open, and are not shown. */
import { checkArguments } from '@garbageday/sst/check-arguments.ts';
import type { GivenCollector } from '@garbageday/sst/check-collector.ts';
import { describe, expect, it } from 'vitest';

const web = { name: 'web', autoScalingGroup: 'shop-web' };

function problemWith(openTelemetry: GivenCollector, vpc?: object): string {
  try {
    checkArguments('Chaos', 'shop-production', { groups: [web], openTelemetry, vpc });
  } catch (error) {
    return String((error as Error).message);
  }
  return 'nothing';
}

const network = { subnets: ['subnet-1'], securityGroups: ['sg-1'] };

describe('a collector', () => {
  it.each<GivenCollector>([
    { endpoint: 'https://otlp.example.com' },
    { endpoint: 'https://otlp.example.com:4318/otlp/', protocol: 'http/json' },
    { endpoint: { stillToCome: true } },
  ])('may be %j', (given) => expect(problemWith(given)).toBe('nothing'));

  it('of the own network may be asked by http://', () => {
    const given = { endpoint: 'http://agent.internal:4318', isInVpc: true };
    expect(problemWith(given, network)).toBe('nothing');
    expect(problemWith({ ...given, isInVpc: false }, network)).toContain('openTelemetry.endpoint is http://');
    expect(problemWith(given)).toContain('openTelemetry.isInVpc is true, and there is no vpc');
  });

  it.each([
    ['otlp.example.com', 'is not an address'],
    ['grpc://otlp.example.com:4317', 'is not an address'],
    ['http://otlp.example.com', 'is http://'],
    ['https://user:hunter2@otlp.example.com', 'has a user, a query or a fragment'],
    ['https://otlp.example.com?key=hunter2', 'has a user, a query or a fragment'],
    ['https://otlp.example.com/v1/metrics', 'is that of one signal; leave out /v1/metrics'],
  ])('may not be %s', (endpoint, why) => {
    const problem = problemWith({ endpoint });
    expect(problem).toContain(`GarbageDay "Chaos": openTelemetry.endpoint ${why}`);
    expect(problem).not.toContain('hunter2');
  });

  it('is not spoken to by gRPC', () => {
    const problem = problemWith({ endpoint: 'https://otlp.example.com', protocol: 'grpc' });
    expect(problem).toContain(`openTelemetry.protocol "grpc" is not spoken; write 'http/protobuf'`);
  });
});
