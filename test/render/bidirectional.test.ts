import { PassThrough } from 'node:stream';
import { textOption } from '@garbageday/cli/options/parse-value.ts';
import { createOutput } from '@garbageday/cli/output.ts';
import { renderReport } from '@garbageday/cli/render-report.ts';
import { type ReportFormat, reportFormats } from '@garbageday/cli/report/report-formats.ts';
import { describeFailure } from '@garbageday/cli/run-cli.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { renderChartPng } from '@garbageday/render/chart/render-chart-png.ts';
import { renderChartSvg } from '@garbageday/render/chart/render-chart-svg.ts';
import { renderReportPicture } from '@garbageday/render/picture/report-picture.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { sampleLiveState } from './sample-live-state.ts';
import { sampleReport } from './sample-report.ts';

const controls = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const planted = new RegExp(`[${controls}]`);

/** The same value with the characters in every text of it. Keys and words that code compares stay as they are. */
function plant<T>(value: T, characters = controls): T {
  const words = new Set([
    'kind',
    'verdict',
    'reason',
    'fault',
    'role',
    'mode',
    'sli',
    'journey',
    'state',
    'tone',
    'phase',
    'timeZone',
    'command',
    'severity',
    'schema',
    'objectiveKind',
    'budgetingMethod',
    'objectives',
    'window',
    'window2',
  ]);
  const walk = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') return words.has(key) ? one : `${one}${characters}x`;
    if (Array.isArray(one)) return one.map((item) => walk(item, key));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(value, '') as T;
}

const options = { columns: 100, colour: true, theme: 'light' } as const;
const reports: readonly (readonly [string, Report])[] = [
  ['a game day', sampleReport],
  ['a day', sampleDay],
];
const textual = reportFormats.filter((format) => format !== 'png');

// The first page loads the charting library.
describe.each(reports)('bidirectional controls in every text of %s', { timeout: 60_000 }, (_what, report) => {
  it.each<ReportFormat>(textual)('do not reach the format %s', async (format) => {
    const rendered = String(await renderReport(plant(report), format, options));
    expect(rendered).not.toMatch(planted);
    // The text that carried them is there.
    expect(rendered.length).toBeGreaterThan(500);
  });

  it.each(['json', 'journal', 'slack'] as const)(
    'are the same data in %s once it is parsed',
    async (format) => {
      const rendered = String(await renderReport(plant(report), format, options));
      if (format === 'json') expect(JSON.stringify(JSON.parse(rendered))).toMatch(planted);
      expect(() => JSON.parse(rendered)).not.toThrow();
    },
  );
});

describe('bidirectional controls in pictures', { timeout: 60_000 }, () => {
  const size = { width: 1_200, height: 600, fontSize: 20, theme: 'dark', scale: 1 } as const;

  it.each(reports)('do not reach the chart of %s', (_what, report) => {
    const svg = renderChartSvg(plant(report), size);
    expect(svg).not.toMatch(planted);
    // The text that carried them is there.
    expect(svg).toMatch(/ x[ :<]/);
  });

  it.each([
    ['the report', (report: Report) => renderReportPicture(report, 'light')],
    ['the chart', (report: Report) => renderChartPng(report, size)],
  ] as const)('are drawn as a space is, in the PNG of %s', async (_what, draw) => {
    const shown = await draw(plant(sampleReport));
    expect(Buffer.compare(shown, await draw(plant(sampleReport, ' ')))).toBe(0);
    expect(Buffer.compare(shown, await draw(sampleReport))).not.toBe(0);
  });
});

describe('bidirectional controls on the command line', () => {
  it('do not reach the live view, its plain lines or its events', () => {
    const state = plant(sampleLiveState);
    const shown = [
      renderLiveView(state, { columns: 120, rows: 40 }, { colour: true }),
      formatStatus(state, true),
      ...state.events.map((event) => formatEvent(event, true)),
    ];
    expect(shown.join('\n')).not.toMatch(planted);
  });

  it('do not reach a terminal or a JSON document, whoever prints', () => {
    const streams = { stdout: new PassThrough(), stderr: new PassThrough(), env: {}, program: 'garbageday' };
    const output = createOutput(streams, 'text');
    output.print(`a${controls}`);
    output.line(`b${controls}`);
    const json = new PassThrough();
    createOutput({ ...streams, stdout: json }, 'json').document({ [controls]: controls });
    const text = [streams.stdout, streams.stderr, json].map((stream) => String(stream.read())).join('');
    expect(text).not.toMatch(planted);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual({ [controls]: controls });
  });

  it('do not reach a document on a terminal, and stay in one that is piped', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    const pipe = new PassThrough();
    const stderr = new PassThrough();
    createOutput({ stdout: terminal, stderr, env: {}, program: 'garbageday' }, 'text').raw(
      `name: ${controls}`,
    );
    createOutput({ stdout: pipe, stderr, env: {}, program: 'garbageday' }, 'text').raw(`name: ${controls}`);
    expect(String(terminal.read())).not.toMatch(planted);
    expect(String(pipe.read())).toBe(`name: ${controls}`);
  });

  it('do not reach the line that says what is wrong, nor its details', () => {
    const { message, details } = describeFailure(new UsageError(`bad name ${controls}\u2028\u001b[31m`));
    expect(message).toBe(`bad name ${'\u{FFFD}'.repeat(12)} \u{FFFD}[31m`);
    expect(details).not.toContain('\u001b');
  });

  it('are refused in the reason of a halt', () => {
    expect(() => textOption('halt', 200)(`why\u202e`)).toThrow('holds a control character');
  });
});
