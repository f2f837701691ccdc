/** The bill as a table: a line per item, a column per stage. */
import { type Category, type CostItem, categories, sumOf } from './cost-item.ts';
import type { ProbeComparison } from './probe-comparison.ts';
import { assumptions, honesty, leftOut } from './remarks.ts';
import type { StageCost } from './stage-cost.ts';

type Row = readonly [what: string, ...amounts: string[]];

export function costText(costs: readonly StageCost[]): string {
  const service = costs[0]?.service ?? '';
  const rows: readonly Row[] = [
    ['$ a month', ...costs.map(({ stage }) => stage)],
    ...categories.flatMap((category) => rowsOf(category, costs)),
    ['total', ...costs.map(({ totalUsd }) => formatUsd(totalUsd))],
  ];
  return [
    `What ${service} costs on AWS`,
    '',
    ...aligned(rows),
    '',
    ...costs.slice(0, 1).flatMap(({ probes }) => probeLines(probes)),
    '',
    honesty,
    `Assumed: ${assumptions.join('; ')}.`,
    `Left out: ${leftOut.join('; ')}.`,
  ].join('\n');
}

function rowsOf(category: Category, costs: readonly StageCost[]): readonly Row[] {
  const perStage = costs.map(({ items }) => items.filter((item) => item.category === category));
  const names = [...new Set(perStage.flatMap((items) => items.map(({ what }) => what)))];
  return [
    [category, ...perStage.map((items) => formatUsd(sumOf(items)))],
    ...names.map((name): Row => [`  ${name}`, ...perStage.map((items) => amountOf(items, name))]),
  ];
}

function amountOf(items: readonly CostItem[], name: string): string {
  const item = items.find(({ what }) => what === name);
  return item === undefined ? '–' : formatUsd(item.monthlyUsd);
}

function aligned(rows: readonly Row[]): readonly string[] {
  const widest = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map(([what, ...amounts]) =>
    [what.padEnd(widest(0)), ...amounts.map((amount, index) => amount.padStart(widest(index + 1)))].join(
      '  ',
    ),
  );
}

/** Two lines: like for like, and with everything around it. */
function probeLines({ lambdaUsd, allUsd, syntheticsUsd, probesPerInvocation }: ProbeComparison) {
  const lambda = `${formatUsd(lambdaUsd.at128Mb)} $ (128 MB) to ${formatUsd(lambdaUsd.at256Mb)} $ (256 MB, as deployed)`;
  return [
    `A million probes, ${probesPerInvocation} an invocation: ${lambda} of Lambda, ` +
      `${formatUsd(allUsd)} $ with schedule, metrics, ledger, traces and logs;`,
    `CloudWatch Synthetics, one canary run a probe: ${formatUsd(syntheticsUsd)} $, without its own Lambda, S3 and logs.`,
  ];
}

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.50`; anything above 0 but below a cent is `<0.01`. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.005 ? '<0.01' : cents.format(usd);
}
