/** The users' own requests, as a load balancer counts them: every five minutes they become slices of the ledger. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { specs } from '../../../functions/specs.ts';
import type { GarbageDayArguments, UsersArguments } from './arguments.ts';
import { countedJourney, suffixOf } from './check-traffic.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { pascal } from './naming.ts';
import { accountId, bucketNamed, objectsIn, type Where } from './policy.ts';
import { createSchedule } from './schedule.ts';
import { type Common, type Wiring, wire } from './wiring.ts';

/** A journey, and who counts it: a `TrafficSource` whose names may still be to come. */
export type DeployedTraffic = {
  readonly journey: string;
  readonly source: { readonly kind: 'alb-metrics'; readonly loadBalancer: $util.Input<string> } | LogSource;
};

type LogSource = {
  readonly kind: 'alb-access-logs';
  readonly loadBalancer: $util.Input<string>;
  readonly bucket: $util.Input<string>;
  readonly prefix: $util.Input<string>;
};

type Given = Pick<GarbageDayArguments, 'users' | 'simulatesUsers'>;

/** What the component is told counts more than the configuration. */
export function trafficOf(component: string, args: Given, config: Configuration): readonly DeployedTraffic[] {
  const told = countedJourney(component, args, config);
  return config.journeys.flatMap(({ name: journey, measuredBy }): readonly DeployedTraffic[] => {
    if (journey === told && args.users !== undefined) return [{ journey, source: sourceOf(args.users) }];
    if (measuredBy === undefined) return [];
    return [{ journey, source: measuredBy }];
  });
}

function sourceOf({ loadBalancer, accessLogs }: UsersArguments): DeployedTraffic['source'] {
  const suffix =
    loadBalancer instanceof aws.lb.LoadBalancer
      ? loadBalancer.arnSuffix
      : $output(loadBalancer).apply(suffixOf);
  if (accessLogs === undefined) return { kind: 'alb-metrics', loadBalancer: suffix };
  const { bucket, prefix = '' } = accessLogs;
  return { kind: 'alb-access-logs', loadBalancer: suffix, bucket, prefix };
}

/** `TRAFFIC`. */
export function trafficVariable(traffic: readonly DeployedTraffic[]): $util.Output<string> {
  return $jsonStringify(traffic.map(({ journey, source }) => ({ journey, ...source })));
}

type TrafficInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  readonly traffic: readonly DeployedTraffic[];
  readonly inService: readonly $util.Resource[];
};

export function deployTraffic(input: TrafficInput): void {
  for (const each of input.traffic) deploy(input, each);
}

/** It may read what it counts, and read and append to the ledger. */
function deploy({ foundation, given, inService }: TrafficInput, { journey, source }: DeployedTraffic): void {
  const part = `Count${pascal(journey)}`;
  const counts = createFunction(foundation, part, {
    wiring: wiringOf(given, { journey, source }),
    description: "Reads what the load balancer counts of the users' requests",
    memory: source.kind === 'alb-metrics' ? '256 MB' : '512 MB',
    timeout: '120 seconds',
    // The next run makes up for it; one that fails every time is heard of.
    retries: 2,
    maxEventAgeSeconds: 300,
    // Two at once would only write the same slices.
    reserved: foundation.reserve(1),
    deadLetters: foundation.deadLetters.events,
  });
  createSchedule(foundation, `EveryFiveMinutes${part}`, {
    schedule: 'rate(5 minutes)',
    timeZone: 'UTC',
    function: counts,
    event: { kind: 'count', scheduledTime: '<aws.scheduler.scheduled-time>' },
    retries: 2,
    maxEventAgeSeconds: 300,
    deadLetters: foundation.deadLetters.events,
    after: inService,
  });
}

function wiringOf(given: Common, { journey, source }: DeployedTraffic): Wiring {
  const { service, journeys } = given.config;
  const { latencyThresholdMs } = journeyNamed(journeys, journey);
  const { loadBalancer } = source;
  const counting = { service, journey, latencyThresholdMs, loadBalancer };
  if (source.kind === 'alb-metrics') {
    const environment = { ...given.environment, COUNTING: $jsonStringify(counting) };
    return wire(specs['alb-metrics'], { ...given, environment });
  }
  const { bucket } = source;
  const [account, folder] = [accountId(), folderOf(source)];
  const environment = {
    ...given.environment,
    COUNTING: $jsonStringify({ ...counting, bucket, folder, account }),
  };
  return wire(specs['alb-logs'], {
    ...given,
    environment,
    scopes: { ...given.scopes, ...logScopes(source) },
  });
}

/** In the bucket: what load balancers of this account log (Application Load Balancers, "Access log files"). */
function folderOf({ prefix }: LogSource): $util.Output<string> {
  return $output(prefix).apply(
    (text) => $interpolate`${text === '' ? '' : `${text}/`}AWSLogs/${accountId()}`,
  );
}

/** Logs of load balancers of this account alone, in whatever bucket they are. */
function logScopes(source: LogSource): Readonly<Record<'logBucket' | 'logFiles', Where>> {
  const folder = folderOf(source);
  return {
    logBucket: {
      resources: [bucketNamed(source.bucket)],
      conditions: [{ test: 'StringLike', variable: 's3:prefix', values: [$interpolate`${folder}/*`] }],
    },
    logFiles: { resources: [objectsIn(source.bucket, $interpolate`${folder}/elasticloadbalancing/`)] },
  };
}
