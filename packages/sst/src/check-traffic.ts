/** Which load is the users' own requests, and who counts it. Pure. */
import { whyNoLogBucket, whyNoLogPrefix } from '@garbageday/config/traffic-source-schema.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { componentOf } from './check-arguments.ts';

type Logs = { readonly bucket?: unknown; readonly prefix?: unknown };

type Given = {
  readonly users?:
    | { readonly journey?: string; readonly loadBalancer: unknown; readonly accessLogs?: Logs }
    | undefined;
  readonly simulatesUsers?: boolean;
};

type Journeys = Pick<Configuration, 'journeys'>;

/** The name of the load that the argument `users` is about; `null` without it. Throws a UsageError in one line. */
export function countedJourney(
  component: string,
  { users, simulatesUsers = false }: Given,
  { journeys }: Journeys,
): string | null {
  if (users === undefined) return null;
  const loads = journeys.filter(({ role }) => role === 'load').map(({ name }) => name);
  const [only] = loads;
  const journey = users.journey ?? only;
  const wrong = simulatesUsers
    ? 'simulatesUsers plays the users, so that there are no others to count; leave out one of the two'
    : (whyNoJourney(users.journey, loads) ??
      whyNoBalancer(users.loadBalancer) ??
      whyNoLogs(users.accessLogs));
  if (wrong !== null) throw new UsageError(`${componentOf(component)}: users: ${wrong}`);
  return journey ?? null;
}

function whyNoJourney(named: string | undefined, loads: readonly string[]): string | null {
  if (loads.length === 0)
    return "config.journeys has no load that could be the users' own requests; add { name: 'users', role: 'load', steps: [{ name: 'front', path: '/' }] }, which no one plays";
  const list = loads.join(', ');
  if (named === undefined)
    return loads.length === 1
      ? null
      : `config.journeys has several loads (${list}); say as journey which of them is counted`;
  return loads.includes(named)
    ? null
    : `journey "${named}" is not a load of config.journeys, which has: ${list}`;
}

/** A resource, and a string that is still to come, are seen later. */
function whyNoBalancer(given: unknown): string | null {
  if (typeof given !== 'string' || /^app\/[^/]+\/[^/]+$/.test(suffixOf(given))) return null;
  return `loadBalancer ${JSON.stringify(given)} is not an Application Load Balancer; hand in an aws.lb.LoadBalancer, its ARN, or the end of it, such as app/shop/50dc6c495c0c9188`;
}

function whyNoLogs({ bucket, prefix }: Logs = {}): string | null {
  const wrongBucket = typeof bucket === 'string' ? whyNoLogBucket(bucket) : null;
  if (wrongBucket !== null) return `accessLogs.bucket: ${wrongBucket}`;
  const wrongPrefix = typeof prefix === 'string' ? whyNoLogPrefix(prefix) : null;
  return wrongPrefix === null ? null : `accessLogs.prefix: ${wrongPrefix}`;
}

/** CloudWatch's name of a load balancer: the end of its ARN. */
export function suffixOf(loadBalancer: string): string {
  return loadBalancer.split(':loadbalancer/').at(-1) ?? loadBalancer;
}

/** What is left to probers: without the journeys that a load balancer counts, and the objectives on them. */
export function playedPart(config: Configuration, counted: readonly string[]): Configuration {
  return {
    ...config,
    journeys: config.journeys.filter(({ name }) => !counted.includes(name)),
    slos: config.slos.filter(({ journey }) => !counted.includes(journey)),
  };
}
