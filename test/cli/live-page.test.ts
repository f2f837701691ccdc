/** The live page of a run, and the key that opens it: what opens is a program of the test's own. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveModel } from '@garbageday/cli/game-day/live-model.ts';
import { openLivePage } from '@garbageday/cli/game-day/live-page.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { sampleLiveState } from '../render/sample-live-state.ts';

/** Notes what a browser was asked to open, one a line. */
function fakeBrowser(exitCode = 0): () => string {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-browser-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const asked = join(directory, 'asked');
  for (const name of ['xdg-open', 'open']) {
    const program = join(directory, name);
    writeFileSync(program, `#!/bin/sh\necho "$1" >> ${asked}\nexit ${exitCode}\n`);
    chmodSync(program, 0o755);
  }
  vi.stubEnv('PATH', `${directory}:${process.env['PATH']}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return () => (existsSync(asked) ? readFileSync(asked, 'utf8') : '');
}

function reportFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-report-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'report.html');
  writeFileSync(path, '<!doctype html>');
  return path;
}

async function pageOf(kind: 'none' | 'served' | 'opened') {
  const said: string[] = [];
  const model = liveModel({
    ...{ service: 'shop', command: 'gameday', seed: 'x', durationMs: null, journeys: [] },
    now: () => 0,
    onEvent: ({ text }) => void said.push(text),
  });
  const page = await openLivePage(kind, { model, recent: async () => sampleLiveState });
  onTestFinished(page.close);
  return { page, said };
}

describe('the key o', () => {
  it('opens the page while there is one', async () => {
    const asked = fakeBrowser();
    const { page } = await pageOf('served');
    page.open();
    await eventually('a browser was asked', () => asked() === `${page.url}\n`, 5_000);
  });

  it('opens the report where there is no page, once it is written', async () => {
    const asked = fakeBrowser();
    const { page, said } = await pageOf('none');
    page.open();
    expect(said).toEqual(['the report will be opened in a browser when this run ends']);
    expect(asked()).toBe('');
    const path = reportFile();
    await page.finish(path, () => {});
    await eventually('a browser was asked', () => asked() === `${path}\n`, 5_000);
  });

  it('opens the report when the run is over already', async () => {
    const asked = fakeBrowser();
    const { page } = await pageOf('served');
    await page.rest();
    page.open();
    const path = reportFile();
    await page.finish(path, () => {});
    await eventually('a browser was asked', () => asked() === `${path}\n`, 5_000);
  });

  it('which no one has pressed opens nothing, and a browser that is missing is said in a line', async () => {
    const asked = fakeBrowser(3);
    const { page } = await pageOf('none');
    const path = reportFile();
    await page.finish(path, () => {});
    page.open();
    const told: string[] = [];
    await page.finish(path, (line) => void told.push(line));
    await eventually('it was said', () => told.length === 1, 5_000);
    expect(asked()).toBe(`${path}\n`);
    expect(told[0]?.endsWith(`open could not open a browser; open ${path} yourself`)).toBe(true);
  });
});
