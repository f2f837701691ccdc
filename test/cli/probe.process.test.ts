/** `garbageday probe` as a person runs it, against servers of known faults. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { slackStandIn } from '../fixtures/slack-stand-in.ts';
import { eventually, serveHttp } from '../prober/servers.ts';

const cli = join(import.meta.dirname, '../../packages/cli/bin/garbageday.js');

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function start(...argv: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [cli, 'probe', ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...text })));
  return { child, text, ended };
}

describe('a probe', () => {
  it('reports what it measured of each URL, as text and as JSON', async () => {
    let asked = 0;
    const { url } = await serveHttp((_, response) => {
      asked += 1;
      response.end('hello');
    });
    const argv = [`${url}/a`, `${url}/b`, '--duration', '3s', '--slo', '5s', '--expect', 'text:hello'];
    const { code, stdout, stderr } = await start(...argv, '--json').ended;
    const document = JSON.parse(stdout);
    expect([code, document.schema, document.verdict]).toEqual([0, 'garbageday/probe@1', 'kept']);
    expect(document.targets.map((target: { url: string }) => target.url)).toEqual([`${url}/a`, `${url}/b`]);
    const sent = document.targets.reduce((sum: number, target: { sent: number }) => sum + target.sent, 0);
    // A look at each URL first.
    expect([sent + 2, document.targets[0].failed]).toEqual([asked, 0]);
    expect(document.targets[0].phases.map(({ name }: { name: string }) => name)).toContain('firstByte');
    expect(stderr).toContain('Kept: ');
  });

  it('breaks when answers are wrong, and names the reasons', async () => {
    let asked = 0;
    const { url } = await serveHttp((request, response) => {
      asked += 1;
      if (asked % 4 === 0) request.socket.destroy();
      else if (asked % 4 === 1) response.writeHead(503).end();
      else response.end();
    });
    const { code, stdout } = await start(url, '--duration', '3s', '--slo', '5s').ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed +reset \d+, status-5xx \d+/);
  });

  it('posts to Slack and writes Markdown; what Slack says changes no verdict', async () => {
    const slack = await slackStandIn(() => Date.now());
    const { url } = await serveHttp((_, response) => response.end());
    const file = join(temporaryDirectory(), 'report.md');
    const argv = [url, '--duration', '2s', '--slo', '5s', '--slack', slack.webhookUrl];
    const told = await start(...argv, '--markdown', file).ended;
    expect(told.code).toBe(0);
    expect(told.stderr).toMatch(/^live page at http:\/\/127\.0\.0\.1:\d+\nPosted to Slack\.\n$/);
    expect(slack.messages().map(({ text }) => text)).toEqual([expect.stringMatching(/^✅ Kept: /)]);
    expect(slack.faults()).toEqual([]);
    expect(readFileSync(file, 'utf8')).toMatch(/^# ✔ Kept: /);
    slack.plan({ kind: 'status', status: 404, body: 'no_service' });
    const untold = await start(...argv).ended;
    expect(untold.code).toBe(0);
    expect(untold.stderr).toMatch(
      /^live page at \S+\ngarbageday: not posted to Slack: Slack's webhook answered 404: no_service\n$/,
    );
    expect(untold.stdout).toContain('Kept: ');
  });

  it('writes the report as one HTML file, without what a header, a body or a password says', async () => {
    const { url } = await serveHttp((_, response) => response.writeHead(503).end());
    const file = join(temporaryDirectory(), 'report.html');
    const secrets = ['Authorization: Bearer s3cret', 'Cookie: s3cret'];
    const argv = [url.replace('//', '//me:s3cret@'), '--method', 'POST', '--body', '{"token":"s3cret"}'];
    const { code, stdout } = await start(
      ...[...argv, ...secrets.flatMap((line) => ['--header', line])],
      ...['--duration', '2s', '--slo', '5s', '--html', file, '--no-page', '--json'],
    ).ended;
    const html = readFileSync(file, 'utf8');
    expect([code, html.includes('s3cret')]).toEqual([1, false]);
    expect(html).toMatch(/^<!doctype html>\n.*<title>Probe of http:\/\/127\.0\.0\.1:\d+\/: Broken<\/title>/s);
    const [{ failed }] = JSON.parse(stdout).targets;
    expect(html).toContain(
      `<th scope="row">status-5xx</th><td class="number">${failed}</td><td class="number">100%</td>`,
    );
  });

  it('says in a line that a file cannot be written, and which one', async () => {
    const { url } = await serveHttp((_, response) => response.end());
    const file = join(temporaryDirectory(), 'missing', 'report.html');
    const { code, stderr } = await start(url, '--duration', '1s', '--slo', '5s', '--html', file).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(`--html: ${file} cannot be written (ENOENT); name another file`);
  });

  it('reports at Ctrl-C what it has', async () => {
    const { url } = await serveHttp((_, response) => response.end());
    const { child, text, ended } = start(url, '--duration', '1h', '--csv');
    await eventually(() => text.stderr.includes('ended, 0 failed'), 30_000);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect([code, stdout.split('\r\n')[0]?.slice(0, 13)]).toEqual([130, 'time,url,sent']);
    expect(stdout.split('\r\n').length).toBeGreaterThan(3);
    expect(stderr).toContain('stopped by Ctrl-C');
  });
});
