/** Where metrics and events are exported to: headers carry keys, which must not travel in the open. Pure. */

/** What is still to come is not a string here, and is checked when it is known. */
export type GivenCollector = {
  readonly endpoint: unknown;
  readonly protocol?: string;
  readonly isInVpc?: boolean;
};

const example = 'https://otlp.example.com';

/** What is wrong, and what to write; `null`: nothing. */
export function whyNoCollector(given: GivenCollector | undefined, hasVpc: boolean): string | null {
  if (given === undefined) return null;
  const { endpoint, protocol = 'http/protobuf', isInVpc = false } = given;
  if (isInVpc && !hasVpc)
    return 'openTelemetry.isInVpc is true, and there is no vpc; add vpc: { subnets, securityGroups }, or leave isInVpc out';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json')
    return `openTelemetry.protocol ${JSON.stringify(protocol)} is not spoken; write 'http/protobuf' or 'http/json' (port 4318 of most collectors)`;
  return typeof endpoint === 'string' ? whyNoEndpoint(endpoint, isInVpc) : null;
}

/** Shows no more of it than its beginning: a key may have been written into it. */
export function whyNoEndpoint(endpoint: string, isInVpc: boolean): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return `openTelemetry.endpoint is not an address; write ${example} or the like`;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return 'openTelemetry.endpoint has a user, a query or a fragment; hand in keys as headers, which are a secret';
  if (/\/v1\/(metrics|logs)\/?$/.test(url.pathname))
    return `openTelemetry.endpoint is that of one signal; leave out ${url.pathname.slice(url.pathname.indexOf('/v1/'))}, which is added`;
  if (url.protocol === 'https:' || isInVpc) return null;
  return `openTelemetry.endpoint is http://, by which anyone on the way reads it; write ${example}, or isInVpc: true for a collector in your own network`;
}
