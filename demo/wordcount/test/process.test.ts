import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, type Ask, ask } from '../../../test/fixtures/ask.ts';
import { databaseOn } from '../../../test/fixtures/database.ts';
import { freePort } from '../../../test/fixtures/load-balancer-subject.ts';
import { waitUntil } from '../../../test/fixtures/wait-until.ts';

type Web = {
  readonly child: ChildProcess;
  readonly ask: (path: string, ask?: Ask) => Promise<Answer>;
  readonly untilReady: () => Promise<number>;
};

const script = new URL('../src/main.ts', import.meta.url).pathname;

function launch(environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  return child;
}

async function startWeb(uri: string): Promise<Web> {
  const child = launch({ MONGODB_URI: uri, INSTANCE_ID: 'i-1', DRAIN_MS: '600' });
  const [said] = await once(child, 'message');
  expect(said).toMatchObject({ kind: 'listening', port: expect.any(Number) });
  const askIt = (path: string, options?: Ask): Promise<Answer> => ask(said.port, path, options);
  return {
    child,
    ask: askIt,
    untilReady: () => waitUntil('ready', 10_000, async () => (await askIt('/readyz')).status === 200),
  };
}

/** As in demo/wordcount/src/word-store.ts. */
const patienceMs = 8_000;

describe('a word counter, as a process', () => {
  it('starts before its database, and is ready when that comes', async () => {
    const database = databaseOn(await freePort());
    const web = await startWeb(database.uri);
    const startedMs = performance.now();
    expect((await web.ask('/healthz')).status).toBe(200);
    expect((await web.ask('/readyz')).status).toBe(503);
    // Longer than the driver's own first try, after which a client that connects by itself is lost for good.
    const askedMs = performance.now();
    const early = web.ask('/insert/early').then(({ status }) => ({
      isAnswered: status === 200,
      isGivenUp: status === 504 && performance.now() - askedMs >= patienceMs,
    }));
    await waitUntil('a first try has failed', 5000, () => performance.now() > startedMs + 1500);
    await database.start();
    // On a crowded machine the database may take longer to start than the web server is patient.
    const { isAnswered, isGivenUp } = await early;
    expect(isAnswered || isGivenUp).toBe(true);
    await web.untilReady();
    expect((await web.ask('/insert/early')).status).toBe(200);
  });

  it('counts each request id once: one after the other, at once, and in a race of first inserts', async () => {
    const database = databaseOn(await freePort());
    await database.start();
    const web = await startWeb(database.uri);
    await web.untilReady();
    const insert = (word: string, id: string): Promise<Answer> =>
      web.ask(`/insert/${word}`, { headers: { 'x-request-id': id } });
    const countOf = async (word: string): Promise<number> =>
      JSON.parse((await web.ask(`/get/${word}`)).text).count;

    expect(JSON.parse((await insert('again', 'r-1')).text)).toEqual({
      word: 'again',
      count: 1,
      instance: 'i-1',
    });
    expect(JSON.parse((await insert('again', 'r-1')).text)).toMatchObject({ count: 1 });
    expect(JSON.parse((await insert('again', 'r-2')).text)).toMatchObject({ count: 2 });
    await Promise.all(Array.from({ length: 10 }, () => insert('twin', 'r-3')));
    expect(await countOf('twin')).toBe(1);
    await Promise.all(Array.from({ length: 30 }, (_, index) => insert('race', `r-${index}`)));
    expect(await countOf('race')).toBe(30);
    expect(JSON.parse((await web.ask('/toplist')).text)).toEqual([
      { word: 'race', count: 30 },
      { word: 'again', count: 2 },
      { word: 'twin', count: 1 },
    ]);
  });

  it('outlasts a database that is away for a second: nothing fails, nothing counts twice', async () => {
    const database = databaseOn(await freePort());
    await database.start();
    const web = await startWeb(database.uri);
    await web.untilReady();
    let sent = 0;
    const answers: Promise<{ readonly status: number; readonly waitedMs: number }>[] = [];
    const send = (): void => {
      const askedMs = performance.now();
      const answer = web.ask('/insert/word', { headers: { 'x-request-id': `r-${sent}` } });
      answers.push(answer.then(({ status }) => ({ status, waitedMs: performance.now() - askedMs })));
      sent += 1;
    };
    const load = setInterval(send, 10);
    onTestFinished(() => clearInterval(load));
    await waitUntil('load', 5000, () => sent > 30);
    await database.kill();
    const killedMs = performance.now();
    await waitUntil('it is away for a second', 3000, () => performance.now() > killedMs + 1000);
    expect((await web.ask('/readyz')).status).toBe(200);
    await database.start();
    const before = sent;
    await waitUntil('load', 5000, () => sent > before + 30);
    clearInterval(load);
    const given = await Promise.all(answers);
    // A database that takes longer than the web server is patient, as on a crowded machine, costs answers, and no others.
    const failed = given.filter(({ status }) => status !== 200);
    expect(failed.filter(({ status, waitedMs }) => status !== 504 || waitedMs < patienceMs)).toEqual([]);
    const { count } = JSON.parse((await web.ask('/get/word')).text);
    expect(count).toBeLessThanOrEqual(sent);
    expect(count).toBeGreaterThanOrEqual(sent - failed.length);
  });

  it('SIGTERM: fails readiness at once, serves on, then leaves with exit code 0', async () => {
    const database = databaseOn(await freePort());
    await database.start();
    const web = await startWeb(database.uri);
    await web.untilReady();
    const gone = once(web.child, 'exit');
    const askedMs = performance.now();
    web.child.kill('SIGTERM');
    await waitUntil('not ready', 400, async () => (await web.ask('/readyz')).status === 503);
    expect((await web.ask('/insert/late')).status).toBe(200);
    expect((await web.ask('/healthz')).status).toBe(200);
    expect(await gone).toEqual([0, null]);
    expect(performance.now() - askedMs).toBeGreaterThanOrEqual(600);
  });

  it('hears no Ctrl-C under a supervisor, and leaves when the supervisor is gone', async () => {
    const web = await startWeb('mongodb://127.0.0.1:1/');
    web.child.kill('SIGINT');
    expect((await web.ask('/healthz')).status).toBe(200);
    const gone = once(web.child, 'exit');
    web.child.disconnect();
    expect(await gone).toEqual([0, null]);
  });

  it.each([
    ['no database', {}, 'MONGODB_URI'],
    ['an address that MongoDB cannot read', { MONGODB_URI: 'mongodb://a:b:c/?x=y' }, 'wordcount: '],
  ])('%s: one line, exit code 2', async (_what, environment, named) => {
    const child = launch(environment);
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(text).toContain(named);
    expect(text.trim().split('\n')).toHaveLength(1);
  });
});
