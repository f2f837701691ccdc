/** An earlier probe, as `--json` printed it, to compare with. */
import { parseJson } from '@garbageday/config/parse-json.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { type Block, blocksOf, compareProbes } from '@garbageday/core/report/compare-probes.ts';
import type { ProbedTarget } from '@garbageday/core/report/probe-report.ts';
import { parseBlocks, probeSchema } from '@garbageday/render/json/probe-document.ts';
import type { Compared } from '@garbageday/render/terminal/probe/comparison-text.ts';

export type Baseline = {
  readonly where: string;
  readonly targets: readonly { readonly url: string; readonly blocks: readonly Block[] }[];
};

/** @throws UsageError for any other document, or one without any of these URLs. */
export function parseBaseline(text: string, where: string, urls: readonly string[]): Baseline {
  const document = parseJson(text, where);
  const written = member(document, 'targets');
  if (member(document, 'schema') !== probeSchema || !Array.isArray(written))
    throw new UsageError(`${where}: is not a probe; save one with \`garbageday probe … --json > ${where}\``);
  const targets = written.flatMap((target: unknown) => {
    const [url, blocks] = [member(target, 'url'), parseBlocks(member(target, 'blocks'))];
    return typeof url === 'string' && blocks !== null ? [{ url, blocks }] : [];
  });
  if (targets.length < written.length)
    throw new UsageError(`${where}: is damaged: a URL has no blocks; save it anew`);
  const unknown = urls.find((url) => blocksBefore({ where, targets }, url, urls.length) === null);
  if (unknown !== undefined)
    throw new UsageError(`${where}: has nothing of ${unknown}; probe it without --against first`);
  return { where, targets };
}

/**
 * A single URL is compared with a single URL, even if they differ: a server in a test has a different port each time.
 */
function blocksBefore({ targets }: Baseline, url: string, urls: number): readonly Block[] | null {
  const [only] = targets;
  if (urls === 1 && targets.length === 1 && only !== undefined) return only.blocks;
  return targets.find((target) => target.url === url)?.blocks ?? null;
}

export function compareWith(
  baseline: Baseline,
  targets: readonly Pick<ProbedTarget, 'url' | 'trusted'>[],
): readonly Compared[] {
  return targets.map(({ url, trusted }) => ({
    url,
    comparison: compareProbes(blocksBefore(baseline, url, targets.length) ?? [], blocksOf(trusted)),
  }));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
