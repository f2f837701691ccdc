/** The kills: one table if it fits, else a few lines per kill. */
import { failedText } from '../../narrate/outcome-words.ts';
import { type KillRow, recoveryCell } from '../../summary/kill-row.ts';
import { killMarks } from '../../summary/verdict-mark.ts';
import { lineWidth, wrapText } from '../fit.ts';
import { type Line, span } from '../span.ts';
import { type TextColumn, textTable } from '../text-table.ts';

const columns: readonly TextColumn[] = [
  { title: '', align: 'right' },
  { title: 'verdict', align: 'left' },
  { title: 'at', align: 'right' },
  { title: 'target', align: 'left' },
  { title: 'fault', align: 'left' },
  { title: 'detected', align: 'right' },
  { title: 'replaced', align: 'right' },
  { title: 'recovered', align: 'right' },
  { title: 'bad', align: 'right' },
  { title: 'p99', align: 'left' },
  { title: 'budget', align: 'right' },
];

/** Enough of an instance id to find it again; the page and the JSON have the full id. */
const shortId = 10;

/** Lines of at most `width` columns, if names allow it. */
export function killTable(rows: readonly KillRow[], width: number): readonly Line[] {
  if (rows.length === 0) return [];
  const [head, ...lines] = textTable(columns, rows.map(tableCells));
  if (head === undefined || lineWidth(head) > width) return rows.flatMap((row) => stacked(row, width));
  return [head, ...lines.flatMap((line, index) => [line, ...reasons(rows[index], width)])];
}

function tableCells(row: KillRow): readonly Line[] {
  return [
    [span(String(row.number), 'dim')],
    verdict(row),
    [span(row.at)],
    target(row),
    [span(row.fault)],
    [span(row.detected)],
    [span(row.replaced)],
    [span(recoveryCell(row))],
    [span(row.badProbes, row.hasBadProbes ? 'bad' : 'plain')],
    [span(row.p99)],
    [span(row.budgetSpent)],
  ];
}

function verdict(row: KillRow): Line {
  const { glyph, tone } = killMarks[row.verdict];
  return [span(`${glyph} ${row.verdict}`, tone)];
}

function target(row: KillRow): Line {
  const role = row.role === '' ? '' : ` ${row.role}`;
  return [span(row.target), span(` ${row.instanceId.slice(0, shortId)}${role}`, 'dim')];
}

function stacked(row: KillRow, width: number): readonly Line[] {
  const title = [
    span(`${row.number}  `, 'dim'),
    ...verdict(row),
    span(`  ${row.at}  ${row.fault} `),
    ...target(row),
  ];
  if (!row.isMeasured) return [title, ...reasons(row, width)];
  return [
    title,
    facts([`detected ${row.detected}`, `replaced ${row.replaced}`, row.recovery]),
    facts([failedText(row.badProbes), `p99 ${row.p99}`, `budget ${row.budgetSpent}`]),
    ...reasons(row, width),
  ];
}

function facts(parts: readonly string[]): Line {
  return [span('   '), span(parts.join('   '))];
}

function reasons(row: KillRow | undefined, width: number): readonly Line[] {
  if (row === undefined || row.verdict === 'pass') return [];
  return row.reasons.flatMap((reason) =>
    wrapText(reason, Math.max(1, width - 5)).map((text) => [span('   '), span(text, 'dim')]),
  );
}
