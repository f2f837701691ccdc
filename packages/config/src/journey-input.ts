/** A journey as a person writes it: what is sent, and what the answers must satisfy. */
import type { SavedValue } from '@garbageday/core/probe/journey.ts';

/**
 * A whole number and its unit: 'ms', 's', 'm', 'h' or 'd'.
 *
 * @example '300ms'
 */
export type Duration = string;

/**
 * What an answer must satisfy. Without a `status` any 2xx will do.
 *
 * @example { kind: 'json', path: 'status', equals: 'ok' }
 */
export type ExpectationInput =
  | { readonly kind: 'status'; readonly equals: number }
  | { readonly kind: 'header'; readonly header: string; readonly equals: string }
  | { readonly kind: 'text'; readonly includes: string }
  | { readonly kind: 'regex'; readonly matches: string }
  /** `path`: 'count', '[0].word'. Default '', the whole document. */
  | {
      readonly kind: 'json';
      readonly path?: string | undefined;
      readonly equals: string | number | boolean | null;
    }
  | { readonly kind: 'atLeast'; readonly path?: string | undefined; readonly least: number }
  | {
      readonly kind: 'list';
      readonly path?: string | undefined;
      readonly most: number;
      readonly descendingBy: string;
    }
  | { readonly kind: 'latency'; readonly most: Duration }
  /** This answer acknowledges that the counter with this name grew by one. */
  | { readonly kind: 'increases'; readonly counter: string }
  /** Not less than the counter as it was known when the request was sent. */
  | { readonly kind: 'neverLess'; readonly counter: string; readonly path?: string | undefined };

/**
 * One request. `{name}` in a text stands for a variable, or for a value that an earlier step saved.
 *
 * @example { name: 'insert', path: '/insert/{word}', expect: [{ kind: 'status', equals: 200 }] }
 */
export type StepInput = {
  /** SLOs refer to it by this name. */
  readonly name: string;
  /** Of the request. Default 'GET'. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  /** From the root: '/insert/{word}'. */
  readonly path: string;
  /** Sent with the request. Default none. @example { Authorization: 'Bearer {secret:ShopToken}' } */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What is sent along. Default none. @example '{"item":7}' */
  readonly body?: string | null | undefined;
  readonly expect?: readonly ExpectationInput[] | undefined;
  /** Values of the answer, each under a name that later steps use. Default none. @example [{ name: 'id', from: { kind: 'json', path: 'order.id' } }] */
  readonly save?: readonly SavedValue[] | undefined;
  /** If any step has one, a run of the journey is a single step, chosen by weight. Default 1. @example 3 */
  readonly weight?: number | undefined;
};

/**
 * What is requested from the service, again and again: one run is its steps in order.
 *
 * @example { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] }
 */
export type JourneyInput = {
  /** SLOs and reports refer to it by this name. */
  readonly name: string;
  /** 'judge' decides experiments and never retries; 'load' is what users do. */
  readonly role: 'judge' | 'load';
  /** How often it starts, whatever the answers. Default: that of `probe` for a judge, of `users` for a load. @example 5 */
  readonly ratePerSecond?: number | undefined;
  /** Slower answers are bad for the latency SLI. Default: that of `probe`, or of `users`. @example '250ms' */
  readonly latencyThreshold?: Duration | undefined;
  /** When a request times out. Default: that of `probe` for a judge, '10s' for a load. @example '2s' */
  readonly timeout?: Duration | undefined;
  /**
   * Drawn for each run: `pattern` with a number from 1 to `count` as {n}; `pick` is 'in-turn' unless it says 'zipf'.
   */
  readonly variables?:
    | readonly {
        /** As it stands in braces. @example 'word' */
        readonly name: string;
        /** Its text; {n} is the number. @example 'user-{n}' */
        readonly pattern: string;
        /** How many there are. @example 1_000 */
        readonly count: number;
        /** 'zipf': a few often and most hardly ever. Default 'in-turn'. */
        readonly pick?: 'in-turn' | 'zipf' | undefined;
      }[]
    | undefined;
  /** May be left out beside `measuredBy`; where the load is played then, it is the service's own. */
  readonly steps?: readonly StepInput[] | undefined;
  /** On AWS no one plays this load: it is what a load balancer counts of the users' own requests. */
  readonly measuredBy?: TrafficSourceInput | undefined;
};

/**
 * An Application Load Balancer, by its metrics or by its access logs in S3.
 *
 * @example { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc6c495c0c9188' }
 */
export type TrafficSourceInput =
  /** `loadBalancer`: the end of its ARN. */
  | { readonly kind: 'alb-metrics'; readonly loadBalancer: string }
  /** `prefix`: as the load balancer was told. Default '', the root of the bucket. */
  | {
      readonly kind: 'alb-access-logs';
      readonly loadBalancer: string;
      readonly bucket: string;
      readonly prefix?: string | undefined;
    };
