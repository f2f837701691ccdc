import type { ConfigurationInput } from '@garbageday/config/configuration-input.ts';
import type { JourneyInput, TrafficSourceInput } from '@garbageday/config/journey-input.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const probe: JourneyInput = { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] };
const albMetrics = { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' } as const;
const albLogs = { ...albMetrics, kind: 'alb-access-logs', bucket: 'shop-logs' } as const;

function measuredBy(source: TrafficSourceInput, changes: Partial<JourneyInput> = {}): ConfigurationInput {
  return { journeys: [{ name: 'users', role: 'load', measuredBy: source, ...changes }, probe] };
}

describe('a journey that is measured by a load balancer', () => {
  it('needs no steps, and has the threshold and the objectives that users have', () => {
    const { journeys, slos } = parseConfiguration(
      { ...measuredBy(albMetrics), users: { latencyThreshold: '250ms' } },
      'file',
      'aws',
    );
    expect(journeys[0]).toMatchObject({
      ...{ name: 'users', role: 'load', steps: [], latencyThresholdMs: 250, measuredBy: albMetrics },
    });
    expect(journeys[1]).not.toHaveProperty('measuredBy');
    expect(slos.map(({ name, role }) => [name, role])).toEqual([
      ['users: availability', 'load'],
      ['users: latency', 'load'],
      ['probe: availability', 'judge'],
      ['probe: latency', 'judge'],
    ]);
  });

  it('may be counted by access logs, at the root of the bucket unless it says where', () => {
    const sourceOf = (source: TrafficSourceInput) =>
      parseConfiguration(measuredBy(source), 'file', 'aws').journeys[0]?.measuredBy;
    expect(sourceOf(albLogs)).toEqual({ ...albLogs, prefix: '' });
    expect(sourceOf({ ...albLogs, prefix: 'alb/shop' })).toEqual({ ...albLogs, prefix: 'alb/shop' });
  });

  it('is played on one machine, where there is no load balancer of AWS', () => {
    const { journeys } = parseConfiguration(measuredBy(albMetrics), 'file', 'local');
    expect(journeys[0]).not.toHaveProperty('measuredBy');
  });
});

describe('what is wrong with a source is one line', () => {
  it.each<[string, ConfigurationInput, string]>([
    [
      'a judge',
      measuredBy(albMetrics, { role: 'judge' }),
      "journeys[0].measuredBy: is for users' own requests, and \"users\" is a judge; write role: 'load'",
    ],
    [
      'a whole ARN',
      measuredBy({
        ...albMetrics,
        loadBalancer: 'arn:aws:elasticloadbalancing:…:loadbalancer/app/shop/50dc',
      }),
      'is not an Application Load Balancer; write the end of its ARN, such as app/shop/50dc6c495c0c9188',
    ],
    [
      'a Network Load Balancer, which counts connections',
      measuredBy({ ...albMetrics, loadBalancer: 'net/shop/50dc6c495c0c9188' }),
      'journeys[0].measuredBy.loadBalancer: "net/shop/50dc6c495c0c9188" is not an Application Load Balancer',
    ],
    [
      'the URL of a bucket',
      measuredBy({ ...albLogs, bucket: 's3://shop-logs' }),
      'journeys[0].measuredBy.bucket: "s3://shop-logs" is not the name of a bucket',
    ],
    [
      'a prefix with what AWS adds to it',
      measuredBy({ ...albLogs, prefix: 'alb/AWSLogs/111122223333' }),
      'journeys[0].measuredBy.prefix: "alb/AWSLogs/111122223333" is not a prefix of access logs',
    ],
    [
      'a prefix that a permission takes for more',
      measuredBy({ ...albLogs, prefix: 'alb/*' }),
      'journeys[0].measuredBy.prefix: "alb/*" is not a prefix of access logs',
    ],
    [
      'neither requests nor anyone who makes them',
      { journeys: [{ name: 'users', role: 'load' }, probe] },
      'journeys[0].steps: is missing; write the requests of this journey, or measuredBy where users make them',
    ],
  ])('%s', async (_, input, line) => {
    expect(await usageLine(() => parseConfiguration(input, 'file', 'aws'))).toContain(line);
  });
});
