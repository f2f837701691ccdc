/**
 * A journey as data: what is sent, step by step, and what the answers must satisfy. Plain JSON, the same on every
 * platform.
 */

/**
 * `judge`: its slices decide experiments, so it never retries, and a slice is void when the prober itself was late.
 * `load`: what users do; a request whose connection broke before an answer is sent once more with the same id, as a
 * browser does.
 */
export type JourneyRole = 'judge' | 'load';

/**
 * Text in which `{name}` stands for a variable of the journey, a value that an earlier step saved, or, as
 * `{secret:name}`, a secret. In a path it is percent-encoded.
 */
export type Template = string;

/** `count`, `[0].word`, `a.b[2].c`: keys and indexes from the root of a JSON document; `` is the root. */
export type JsonPath = string;

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Drawn anew for each run of the journey. */
export type Variable = {
  readonly name: string;
  /** `{n}` is replaced by the drawn number, from 1 to `count`. */
  readonly pattern: string;
  readonly count: number;
  /** One after the other, or with probability ∝ 1/n (Zipf 1949), as people use words. */
  readonly pick: 'in-turn' | 'zipf';
};

/** What an answer must satisfy. Without a `status`, any 2xx will do. */
export type Expectation =
  | { readonly kind: 'status'; readonly equals: number }
  | { readonly kind: 'header'; readonly header: string; readonly equals: Template }
  | { readonly kind: 'text'; readonly includes: Template }
  /** A JavaScript regular expression. */
  | { readonly kind: 'regex'; readonly matches: string }
  | { readonly kind: 'json'; readonly path: JsonPath; readonly equals: Template | number | boolean | null }
  | { readonly kind: 'atLeast'; readonly path: JsonPath; readonly least: number }
  /** A list of at most `most` entries whose numbers at `descendingBy` do not increase. */
  | {
      readonly kind: 'list';
      readonly path: JsonPath;
      readonly most: number;
      readonly descendingBy: JsonPath;
    }
  | { readonly kind: 'latency'; readonly mostMs: number }
  /** Always holds: this answer acknowledges that the counter with this name was incremented. */
  | { readonly kind: 'increases'; readonly counter: Template }
  /**
   * The number at `path` is not less than the counter as this prober knew it when it sent the request: the value it
   * once read, plus every increment acknowledged to it since. Otherwise the answer is `stale`.
   */
  | { readonly kind: 'neverLess'; readonly counter: Template; readonly path: JsonPath };

/** A value that later steps may use; an answer without it fails the step. */
export type SavedValue = {
  readonly name: string;
  readonly from:
    | { readonly kind: 'json'; readonly path: JsonPath }
    | { readonly kind: 'header'; readonly header: string };
};

export type JourneyStep = {
  readonly name: string;
  readonly method: Method;
  readonly path: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | null;
  /** Checked in this order, after the status; the first that does not hold names the failure. */
  readonly expect: readonly Expectation[];
  readonly save: readonly SavedValue[];
  /**
   * If any step of the journey has a weight, each run is one step, chosen with a probability proportional to its
   * weight; a step without one then weighs 1. If none has, a run is all of them.
   */
  readonly weight?: number | undefined;
};

export type Journey = {
  readonly name: string;
  readonly role: JourneyRole;
  readonly variables: readonly Variable[];
  /** At least one, in order or by weight. The first that fails is the journey's error, and later steps are not sent. */
  readonly steps: readonly JourneyStep[];
};
