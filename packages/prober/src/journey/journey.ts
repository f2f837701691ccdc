/** A journey: what a user does, step by step, as data. */
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Header, Method, Reply } from '../http/request.ts';

/** Values that earlier steps extracted, by name; `{name}` in a template stands for one. */
export type Variables = ReadonlyMap<string, string>;

/** Text in which `{name}` stands for a variable. In a path it is percent-encoded. */
export type Template = string;

/** `count`, `[0].word`, `a.b[2].c`: keys and indexes from the root of a JSON document; `` is the root. */
export type JsonPath = string;

export type Extraction = {
  readonly name: string;
  readonly from:
    | { readonly kind: 'json'; readonly path: JsonPath }
    | { readonly kind: 'header'; readonly header: string };
};

/** What must hold of a reply. Without a `status`, any 2xx will do. */
export type Assertion =
  | { readonly kind: 'status'; readonly equals: number }
  | { readonly kind: 'header'; readonly header: string; readonly equals: Template }
  | { readonly kind: 'text'; readonly includes: Template }
  | { readonly kind: 'regex'; readonly matches: RegExp }
  | { readonly kind: 'json'; readonly path: JsonPath; readonly equals: Template | number | boolean | null }
  | { readonly kind: 'json-at-least'; readonly path: JsonPath; readonly least: number }
  | { readonly kind: 'max-latency'; readonly maxMs: number }
  /** Notes what is known when the step is sent, and judges the reply by that: `null` is good. */
  | { readonly kind: 'since-sent'; readonly begin: () => (reply: Reply) => ErrorKind | null };

export type Step = {
  readonly name: string;
  readonly method: Method;
  readonly path: Template;
  readonly headers: readonly Header[];
  readonly body: Template | null;
  /** Checked in this order, the status before all; the first that does not hold names the failure. */
  readonly assertions: readonly Assertion[];
  /** A value that is not there fails the step. */
  readonly extract: readonly Extraction[];
};

export type Journey = { readonly name: string; readonly steps: readonly Step[] };
