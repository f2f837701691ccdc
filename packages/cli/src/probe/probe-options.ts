/** The options of `garbageday probe`: parsed, validated, complete. */
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { ProbePlan } from '@garbageday/core/report/probe-report.ts';
import type { Transport } from '@garbageday/prober/http/transport.ts';
import type { PageChoice } from '../options/page-option.ts';
import type { Baseline } from './baseline.ts';

export type ProbeTarget = {
  /** As typed, without its password and its fragment. */
  readonly url: string;
  /** Protocol, user and host; for a journey, with the path that precedes every step's. */
  readonly baseUrl: string;
  readonly journey: Journey;
  /** A request that changes nothing, to see whether the server is there; `null`: none can be sent beforehand. */
  readonly look: { readonly method: 'GET' | 'HEAD'; readonly path: string } | null;
};

export type ProbeOptions = ProbePlan & {
  readonly targets: readonly ProbeTarget[];
  readonly durationMs: number;
  /** Without its reach, which follows from `isOwn` and where the servers are. */
  readonly transport: Omit<Transport, 'reach'>;
  /** Whether the person states that the servers are their own. */
  readonly isOwn: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  readonly seed: string;
  /** What to compare with. */
  readonly baseline: Baseline | null;
  /** Where to write HdrHistogram's text, as typed; `null`: nowhere. */
  readonly hgrm: string | null;
  /** Where the report as Markdown goes, as typed; `null`: nowhere. */
  readonly markdown: string | null;
  /** Where the report as one HTML file goes, as typed; `null`: nowhere. */
  readonly html: string | null;
  /** The webhook to which the report is posted; `null`: nowhere. */
  readonly slack: string | null;
  /** The live page. */
  readonly page: PageChoice;
  readonly format: 'text' | 'json' | 'csv';
  /** Where `/metrics` is served meanwhile; 0: any free port; null: nowhere. */
  readonly metricsPort: number | null;
};
