/**
 * `npm run bench:probe [-- --seconds 10]`: our probe compared with siege, wrk, ab, hey, autocannon and
 * blackbox_exporter, if installed, on servers with known behaviour. Writes docs/performance.md; a missed bar is
 * reported as missed.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { localhostCertificate } from '../test/prober/localhost-certificate.ts';
import { costOfBlackbox, costOfOurs } from './probe/cost.ts';
import { type Scenario, scenarios, truthOf } from './probe/scenarios.ts';
import { isInstalled, ours, peers, type Said, type Tool, thresholdMs } from './probe/tools.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);

type Row = { readonly tool: string; readonly said: Said; readonly truth: Said };

async function measured(scenario: Scenario, tool: Tool, tls = false): Promise<Row> {
  const argv = tls ? [scenario.name, JSON.stringify(localhostCertificate())] : [scenario.name];
  const server = fork(new URL('./probe/truth-server.ts', import.meta.url), argv);
  const next = () =>
    new Promise<Record<string, number>>((resolve) =>
      server.once('message', (message) => resolve(message as Record<string, number>)),
    );
  const { port, startedMs = 0 } = await next();
  const fromMs = Date.now() - startedMs;
  const said = await tool.measure(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`, seconds);
  const served = next();
  server.send('what was served?');
  const { requests = 0, bad = 0 } = await served;
  server.disconnect();
  const [beganMs, endedMs] = said.window ?? [startedMs + fromMs, startedMs + fromMs + seconds * 1_000];
  const waits = truthOf(scenario, beganMs - startedMs, endedMs - startedMs);
  const at = (q: number) => waits[Math.ceil(q * waits.length) - 1] ?? Number.NaN;
  const slow = waits.filter((ms) => ms > thresholdMs).length / waits.length;
  return {
    tool: tool.name,
    said,
    truth: { p50: at(0.5), p90: at(0.9), p99: at(0.99), bad: slow + bad / requests },
  };
}

/** How long a fixed piece of work takes here, so that figures from two machines can be compared. */
function spinMs(): number {
  const fromMs = performance.now();
  let sum = 0;
  for (let index = 0; index < 3e7; index += 1) sum += index % 7;
  return sum > 0 ? performance.now() - fromMs : Number.NaN;
}

const number = (value: number | null, digits = 0) => (value === null ? '–' : value.toFixed(digits));
const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(2)}%`);
const ratio = (value: number | null, of: number | null) =>
  value === null || of === null ? null : value / of;

function table(rows: readonly Row[]): readonly string[] {
  return [
    '| | p50 | p90 | p99 | bad | bad ÷ truth |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ tool, said, truth }) => {
      const pair = (name: 'p50' | 'p90' | 'p99') => `${number(said[name])} (${number(truth[name])}) ms`;
      const share = truth.bad === 0 ? null : ratio(said.bad, truth.bad);
      return `| ${tool} | ${pair('p50')} | ${pair('p90')} | ${pair('p99')} | ${percent(said.bad)} (${percent(truth.bad)}) | ${number(share, 3)} |`;
    }),
  ];
}

type Bar = {
  readonly what: string;
  readonly value: number | null;
  readonly limit: string;
  readonly isMet: boolean;
};

function barText({ what, value, limit, isMet }: Bar): string {
  return `| ${what} | ${limit} | ${number(value, 3)} | ${value === null ? 'not measured' : isMet ? 'met' : '**missed**'} |`;
}

function within(what: string, value: number | null, [low, high]: readonly [number, number]): Bar {
  return { what, value, limit: `${low}–${high}`, isMet: value !== null && value >= low && value <= high };
}

const spins = [spinMs()];
const present = peers.filter(({ check }) => isInstalled(check));
const absent = peers.filter((peer) => !present.includes(peer)).map(({ program }) => program);
const text: string[] = [];
const bars: Bar[] = [];
for (const scenario of scenarios.filter(({ name }) => name !== 'calm')) {
  const isLatency = scenario.errorEvery + scenario.resetEvery === 0;
  const rows: Row[] = [];
  for (const tool of [ours, ...present]) rows.push(await measured(scenario, tool));
  text.push(`### ${scenario.name}`, '', ...table(rows), '');
  const [own] = rows;
  if (own === undefined) continue;
  bars.push(within(`${scenario.name}: bad ÷ truth`, ratio(own.said.bad, own.truth.bad), [0.97, 1.03]));
  if (isLatency)
    for (const name of ['p90', 'p99'] as const)
      bars.push(
        within(`${scenario.name}: ${name} ÷ truth`, ratio(own.said[name], own.truth[name]), [0.975, 1.025]),
      );
}
const [calm] = scenarios;
if (calm === undefined) throw new Error('no scenarios');
const tls: Row[] = [];
for (const tool of [ours, ...present]) tls.push(await measured(calm, tool, true));
text.push('### TLS, nothing wrong', '', ...table(tls), '');

const plain = fork(new URL('./probe/truth-server.ts', import.meta.url), ['calm']);
const port = await new Promise<number>((resolve) =>
  plain.once('message', (message) => resolve((message as { port: number }).port)),
);
const url = `http://127.0.0.1:${port}`;
const own = await ours.measure(url, seconds);
const wrk = present.find(({ program }) => program === 'wrk');
const floor = wrk === undefined ? null : await wrk.measure(url, seconds);
const hasBlackbox = isInstalled(['prometheus-blackbox-exporter', '--version']);
const cost = await costOfOurs(url, 1_000, seconds);
const blackbox = hasBlackbox ? await costOfBlackbox(url, 1_000, seconds) : null;
const sparse = hasBlackbox ? await costOfBlackbox(url, 100, seconds) : null;
const full = await costOfOurs(url, 14_000, seconds);
plain.disconnect();
spins.push(spinMs());
const serverMs = 5;
const over = (ms: number | null) => (ms === null ? null : ms - serverMs);
bars.push(
  within(
    'p50 beyond the server’s 5 ms ÷ that of wrk (C, back to back)',
    ratio(over(own.p50), over(floor?.p50 ?? null)),
    [0, 1.5],
  ),
  within(
    'p50 beyond the server’s 5 ms ÷ that of blackbox_exporter',
    ratio(over(own.p50), over(sparse?.p50Ms ?? null)),
    [0, 0.5],
  ),
  within(
    'CPU per probe at 1,000/s ÷ that of blackbox_exporter',
    ratio(cost.cpuMsPerProbe, blackbox?.cpuMsPerProbe ?? null),
    [0, 0.5],
  ),
  {
    what: 'probes a second sustained by one process',
    value: full.perSecond,
    limit: '≥ 14,000',
    isMet: full.perSecond >= 13_900,
  },
);
const document = [
  '# Performance of the probe',
  '',
  'Written by `npm run bench:probe`; do not edit. Behind each value stands the truth in brackets: what a user feels who comes at any moment.',
  `Good is an answer within ${thresholdMs} ms. Each line is ${seconds} s. The peers count failures alone as bad; none says what was slow.`,
  '',
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} processors. A loop of 30 million steps took ` +
    `${spins.map((ms) => `${ms.toFixed(0)} ms`).join(' before and ')} after: read the ratios, not the milliseconds.`,
  ...(absent.length === 0 && hasBlackbox
    ? []
    : [`Not installed: ${[...absent, ...(hasBlackbox ? [] : ['blackbox_exporter'])].join(', ')}.`]),
  '',
  '## Bars',
  '',
  '| | bar | measured | |',
  '| --- | --- | --- | --- |',
  ...bars.map(barText),
  '',
  `CPU per probe at 1,000/s: ${number(cost.cpuMsPerProbe, 3)} ms, blackbox_exporter ${number(blackbox?.cpuMsPerProbe ?? null, 3)} ms` +
    ` (it answered ${number(blackbox?.perSecond ?? null)} a second). Our own lag p99 in the median second: ${number(cost.lagP99Ms, 1)} ms at 1,000/s, ${number(full.lagP99Ms, 1)} ms at 14,000/s.`,
  '',
  '## Side by side',
  '',
  ...text,
].join('\n');
writeFileSync(new URL('../docs/performance.md', import.meta.url), document);
console.log(document);
process.exitCode = bars.every(({ isMet }) => isMet) ? 0 : 1;
