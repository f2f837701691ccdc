/** The blocks of docs/graceful-shutdown.md for Node and Express, as they are written there: a request in flight is answered, and the exit code is 0. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { blocksOf, root } from './markdown-files.ts';

const page = readFileSync(`${root}/docs/graceful-shutdown.md`, 'utf8');
const [ofNode = '', ofExpress = ''] = blocksOf(page).flatMap(({ language, text }) =>
  language === 'js' ? [text] : [],
);

const handler = `const handler = (request, response) => {
  console.log('asked');
  setTimeout(() => response.end('answered'), 300);
};`;

/** Of Express what the block uses, with its meaning there. */
const app = `const routes = new Map();
const app = {
  get: (path, route) => routes.set(path, route),
  listen: (port) => http.createServer((request, response) => {
    response.sendStatus = (status) => { response.statusCode = status; response.end(); };
    (routes.get(request.url) ?? handler)(request, response);
  }).listen(port, '127.0.0.1'),
};`;

/** Starts a program that prints its port and then a line for each request. */
async function started(block: string) {
  const program = `const http = require('node:http');\n${handler}\n${app}\n${block}\nserver.once('listening', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const [port] = await once(child.stdout, 'data');
  return { child, ended, url: `http://127.0.0.1:${String(port).trim()}` };
}

it('the block for Node', async () => {
  const { child, ended, url } = await started(ofNode);
  const answer = fetch(url);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await (await answer).text()).toBe('answered');
  expect(await ended).toEqual([0, null]);
});

it('the block for Express', async () => {
  const { child, ended, url } = await started(ofExpress);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const answer = fetch(url);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await (await answer).text()).toBe('answered');
  expect(await ended).toEqual([0, null]);
});
