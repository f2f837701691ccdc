/** `npm run sweep`: all cases, the table on the terminal and in docs/aws-emulators.md; exit code 1 when one is wrong. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keptCases } from './kept-cases.ts';
import { runSweep } from './run-sweep.ts';
import { everyCase, shortSweep } from './sweep-plan.ts';
import { countsOf, describeCase, sweepTable, wrongCases } from './sweep-table.ts';
import { describeShare, throttledShare } from './throttled-share.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** `--throttled 5`: what a fifth of throttled attempts costs, and nothing else. */
    throttled: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    naive: { type: 'boolean', default: false },
    worlds: { type: 'string', default: '2' },
    /** No case begins after so many minutes; the table says how many were run. */
    minutes: { type: 'string', default: 'Infinity' },
    /** A file: what is found is written there, and what an earlier run wrote there is not run again. */
    keep: { type: 'string' },
    'no-docs': { type: 'boolean', default: false },
  },
});

if (values.throttled !== undefined) {
  console.log(describeShare(await throttledShare(Number(values.throttled))));
  process.exit();
}

const { only } = values;
const plan = values.short ? shortSweep : everyCase;
const kept = values.keep === undefined ? null : keptCases(values.keep);
const startedMs = performance.now();
const report = await runSweep({
  choose: (calls) => plan(only === undefined ? calls : calls.filter((call) => call.includes(only))),
  isNaive: values.naive,
  worlds: Number(values.worlds),
  isOver: () => performance.now() - startedMs > Number(values.minutes) * 60_000,
  ...(kept === null ? {} : { earlier: kept.read }),
  onCase: (swept, { done, of }) => {
    kept?.add(swept);
    if (swept.run.outcome.kind === 'wrong') console.error(describeCase(swept));
    if (done % 25 === 0) console.error(`${done} of ${of}`);
    if (values.verbose) console.error(describeCase(swept));
  },
});
const wrong = wrongCases(report);
console.log(sweepTable(report));
console.log(`\n${countsOf(report)}`);
for (const line of wrong) console.log(`wrong: ${line}`);
console.error(`${Math.round((performance.now() - startedMs) / 1_000)} s`);
if (!values.short && !values.naive && only === undefined && !values['no-docs']) writeIntoDocs();
process.exitCode = wrong.length === 0 ? 0 : 1;

function writeIntoDocs(): void {
  const path = join(import.meta.dirname, '../../../docs/aws-emulators.md');
  const [begin, end] = ['<!-- sweep: npm run sweep writes what follows -->', '<!-- end of the sweep -->'];
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the table`);
  const typed = process.argv
    .slice(2)
    .join(' ')
    .replace(/(?<=--keep[ =])\S+/, 'FILE');
  const command = typed === '' ? 'npm run sweep' : `npm run sweep -- ${typed}`;
  const told = `\`${command}\`: ${countsOf(report)}.\n\n${sweepTable(report)}`;
  writeFileSync(path, `${before}${begin}\n${told}\n${end}${after}`);
}
