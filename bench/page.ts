/**
 * What the live page costs: `npm run bench:page [-- --seconds 10] [--json]`. Needs Chromium, as `npm run test:browser` does.
 *
 * A page of 1,000 requests and 1,000 events a second, in headless Chromium on this machine. Measured: what a tab
 * downloads, compressed; how long until something is shown (first contentful paint, the median of five tabs); frames a
 * second, beside an empty page in the same browser, which is as many as this machine can draw; and the processor time
 * of the process that serves. The bars: 200 kB; 300 ms; 60 frames, or 95% of the empty page's where that one has fewer;
 * 3% of a core. Exit code 0: met, 1: missed.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/browser/chromium.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
});
const seconds = Number(values.seconds);
/** 60, as counted over a few seconds. */
const fullFrames = 59.5;
const viewport = { width: 1280, height: 800 };

async function answerOf(server: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  const [message] = await once(server, 'message');
  return { ...message };
}

async function cpuMsOf(server: ChildProcess): Promise<number> {
  server.send('cpu');
  return Number((await answerOf(server))['cpuMs']);
}

/** Every file that a tab asks for, as a server that compresses would send it. */
async function download(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport });
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(request.url()));
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForSelector('.tile');
  await page.close();
  const files = [...asked].filter((file) => !file.endsWith('/events'));
  const bodies = await Promise.all(files.map(async (file) => (await fetch(file)).arrayBuffer()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
}

async function firstPaintMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const paint = await page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries())
        if (name === 'first-contentful-paint') resolve(startTime);
    }).observe({ type: 'paint', buffered: true });
  })`);
  await context.close();
  return paint;
}

async function median(measure: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < 5; run += 1) all.push(await measure());
  return all.toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

type Frames = { readonly aSecond: number; readonly cpuMs: number };

async function framesOf(browser: Browser, url: string, server: ChildProcess): Promise<Frames> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(2_000);
  const before = await cpuMsOf(server);
  const aSecond = await page.evaluate<number>(`new Promise((resolve) => {
    const beganMs = performance.now();
    let frames = 0;
    const frame = (nowMs) => {
      frames += 1;
      if (nowMs - beganMs < ${seconds * 1_000}) requestAnimationFrame(frame);
      else resolve((frames * 1000) / (nowMs - beganMs));
    };
    requestAnimationFrame(frame);
  })`);
  const cpuMs = (await cpuMsOf(server)) - before;
  await context.close();
  return { aSecond, cpuMs };
}

const server = fork(join(import.meta.dirname, 'page/serve.ts'), { execArgv: process.execArgv });
const browser = await launchChromium();
try {
  const url = String((await answerOf(server))['url']);
  const empty = 'data:text/html,<p>empty';
  const bytes = await download(browser, url);
  const paint = { emptyMs: await median(() => firstPaintMs(browser, empty)) };
  const paintMs = await median(() => firstPaintMs(browser, url));
  const peer = await framesOf(browser, empty, server);
  const frames = await framesOf(browser, url, server);
  const share = frames.cpuMs / (seconds * 1_000);
  const rows = [
    {
      what: 'download, compressed',
      value: `${(bytes / 1_000).toFixed(1)} kB`,
      bar: '200 kB',
      isMet: bytes <= 200_000,
    },
    {
      what: `first contentful paint (an empty page: ${paint.emptyMs.toFixed(0)} ms)`,
      ...{ value: `${paintMs.toFixed(0)} ms`, bar: '300 ms', isMet: paintMs <= 300 },
    },
    {
      what: `frames a second (an empty page: ${peer.aSecond.toFixed(1)})`,
      ...{ value: frames.aSecond.toFixed(1), bar: '60, or 95% of the empty page' },
      isMet: frames.aSecond >= (peer.aSecond < fullFrames ? 0.95 * peer.aSecond : fullFrames),
    },
    {
      what: 'processor time to serve it',
      ...{ value: `${(share * 100).toFixed(1)}% of a core`, bar: '3%', isMet: share <= 0.03 },
    },
  ];
  if (values.json)
    console.log(JSON.stringify({ seconds, bytes, paintMs, paint, peer, frames, share, rows }, null, 2));
  else
    for (const { what, value, bar, isMet } of rows)
      console.log(`${what}: ${value}; the bar of ${bar}: ${isMet ? 'met' : 'missed'}`);
  process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
} finally {
  await browser.close();
  server.disconnect();
}
