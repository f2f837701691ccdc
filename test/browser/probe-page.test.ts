/** The live page of a probe in a real browser, to its end: the report is shown, and saved as one file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compareWith, parseBaseline } from '@garbageday/cli/probe/baseline.ts';
import { renderProbeHtml } from '@garbageday/render/html/probe/probe-report-page.ts';
import { probeDocument } from '@garbageday/render/json/probe-document.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { eventually } from '../local/eventually.ts';
import { serveHttp } from '../prober/servers.ts';
import { manyTargets, reportOf, url } from '../render/sample-probe.ts';
import { violationsOf } from './axe.ts';
import { launchChromium, visit } from './chromium.ts';

const cli = join(import.meta.dirname, '../../packages/cli/bin/garbageday.js');
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

function probe(...argv: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [cli, 'probe', ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, told: () => told };
}

it('shows the report when the probe ends, and saves the one file that it is', async () => {
  const server = await serveHttp((_, response) => response.end('hello'));
  const file = join(temporaryDirectory(), 'report.html');
  const { child, ended, told } = probe(server.url, '--duration', '1h', '--slo', '5s', '--html', file);
  await eventually('the page has an address', () => /^live page at \S+\n/.test(told()), patience(20_000));
  const [, address = ''] = /^live page at (\S+)\n/.exec(told()) ?? [];
  const { page, complaints } = await visit(browser, address, { viewport: { width: 1280, height: 900 } });
  await page.waitForSelector('#log li');
  await page.waitForTimeout(3_000);
  expect(await page.locator('.report').count()).toBe(0);
  child.kill('SIGINT');
  await page.waitForSelector('.report iframe', { timeout: patience(20_000) });
  const report = page.frameLocator('.report iframe');
  await report.locator('h1').waitFor();
  expect(await report.locator('h1').innerText()).toMatch(/probes, 0 failed; no objective was missed\.$/);
  expect(await report.locator('svg.plot').count()).toBe(1);
  expect(await ended).toBe(130);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Save the report')]);
  const saved = join(temporaryDirectory(), 'saved.html');
  await download.saveAs(saved);
  expect(download.suggestedFilename()).toBe('garbageday-report.html');
  expect(readFileSync(saved, 'utf8')).toBe(readFileSync(file, 'utf8'));
  expect(complaints).toEqual([]);
  await page.context().close();
});

const [before, now] = [reportOf(5), reportOf(900, { failures: 3 })];
const saved = JSON.stringify(probeDocument(before, null));
const compared = compareWith(parseBaseline(saved, 'before.json', [url]), now.targets);

/** Pixels that one would have to scroll sideways. Text, as this program knows no DOM. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.each([
  ['a slow probe', renderProbeHtml(now, compared, 'before.json')],
  ['a void one', renderProbeHtml(reportOf(5, { lagP99Ms: 300 }), null, '')],
  ['one of 60 URLs', renderProbeHtml(manyTargets(), null, '')],
])('the report of %s', (_, html) => {
  it.each([
    ['a phone in the light', { width: 390, height: 844 }, 'light'],
    ['a phone in the dark', { width: 390, height: 844 }, 'dark'],
    ['a desktop in the light', { width: 1280, height: 900 }, 'light'],
    ['a desktop in the dark', { width: 1280, height: 900 }, 'dark'],
  ] as const)('asks for nothing, fits, and can be read on %s', async (__, viewport, colorScheme) => {
    const file = join(temporaryDirectory(), 'report.html');
    writeFileSync(file, html);
    const { page, complaints } = await visit(browser, pathToFileURL(file).href, { viewport, colorScheme });
    expect(complaints).toEqual([]);
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });
});
