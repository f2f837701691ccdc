/** Turns a URL, or a journey's file and a URL, into what is sent. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { parseJson } from '@garbageday/config/parse-json.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Expectation, Journey, JourneyStep, Method } from '@garbageday/core/probe/journey.ts';
import type { ProbeTarget } from './probe-options.ts';

/** What is sent to each URL, and what the answers must satisfy. */
export type RequestShape = {
  readonly method: Method;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  readonly expect: readonly Expectation[];
};

/** @throws UsageError if it is not an HTTP URL. */
export function parseUrl(text: string): URL {
  const shown = JSON.stringify(text.slice(0, 200));
  if (!URL.canParse(text))
    throw new UsageError(`${shown} is not a URL; write one like http://127.0.0.1:3000/`);
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) {
    // `localhost:3000` without a protocol parses as a URL, too.
    const fix = /^[\w.-]+:\d+/.test(text)
      ? `write http://${text.slice(0, 200)}`
      : 'write http:// or https://';
    throw new UsageError(`${shown} is not an address for HTTP; ${fix}`);
  }
  return url;
}

/** The journey of one request. */
export function targetOf(url: URL, shape: RequestShape, name: string): ProbeTarget {
  const { method } = shape;
  const path = `${url.pathname}${url.search}`;
  const step: JourneyStep = {
    ...{ name: 'request', method, path: literal(path), save: [] },
    headers: withAgent(shape.headers).map(([header, value]) => [header, literal(value)]),
    body: shape.body === null ? null : literal(shape.body),
    expect: shape.expect.map(literalIn),
  };
  return {
    ...{ url: shown(url), baseUrl: originOf(url) },
    journey: { name, role: 'judge', variables: [brace], steps: [step] },
    look: method === 'GET' || method === 'HEAD' ? { method, path } : null,
  };
}

/**
 * A journey as in a configuration, in JSON. Its role is judge, whatever it says, because a probe never retries; its
 * rate and times come from the command line.
 *
 * @throws UsageError `<where>: journeys[0].…: <what is wrong>`.
 */
export function parseJourney(text: string, where: string): Journey {
  const written = parseJson(text, where);
  const journey = typeof written === 'object' && written !== null ? { name: 'journey', ...written } : written;
  const isObject = typeof journey === 'object' && journey !== null;
  const document = { journeys: [isObject ? { ...journey, role: 'judge' } : journey] };
  const [parsed] = parseConfiguration(document, where).journeys;
  if (parsed === undefined) throw new UsageError(`${where}: is not a journey`);
  const { name, role, variables, steps } = parsed;
  return { name, role, variables, steps };
}

export function journeyTarget(url: URL, journey: Journey, name: string): ProbeTarget {
  const steps = journey.steps.map((step) => ({ ...step, headers: withAgent(step.headers) }));
  const [first] = steps;
  const isPlain = first !== undefined && !`${first.path}${JSON.stringify(first.headers)}`.includes('{');
  return {
    ...{ url: shown(url), baseUrl: `${originOf(url)}${url.pathname}`, journey: { ...journey, name, steps } },
    look: isPlain && first.method === 'GET' ? { method: 'GET', path: first.path } : null,
  };
}

/** `http://user:secret@host/#top` is `http://host/`. */
export function shown(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return bare.href;
}

function originOf({ protocol, username, password, host }: URL): string {
  return username === '' ? `${protocol}//${host}` : `${protocol}//${username}:${password}@${host}`;
}

const agent = 'garbageday-probe';

/** The owner of a server should see in its log who sends the requests. */
function withAgent(headers: JourneyStep['headers']): JourneyStep['headers'] {
  return headers.some(([name]) => name.toLowerCase() === 'user-agent')
    ? headers
    : [['User-Agent', agent], ...headers];
}

/** In a journey `{word}` is a placeholder, but what a person types for one URL is meant literally. */
const brace = { name: 'open-brace', pattern: '{', count: 1, pick: 'in-turn' } as const;

function literal(text: string): string {
  return text.replaceAll(/\{(?=(?:secret:)?[\w-]+\})/g, '{open-brace}');
}

function literalIn(expectation: Expectation): Expectation {
  if (expectation.kind === 'text') return { ...expectation, includes: literal(expectation.includes) };
  if (expectation.kind === 'json' && typeof expectation.equals === 'string')
    return { ...expectation, equals: literal(expectation.equals) };
  return expectation;
}
