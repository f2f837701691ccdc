import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { LameDuck } from './lame-duck.ts';
import { page } from './page.ts';
import type { Readiness } from './readiness.ts';
import { requestIdOf } from './request-id.ts';
import { DeadlineError } from './retry-until.ts';
import { parseWord, wordRule } from './word.ts';
import type { WordStore } from './word-store.ts';

type AppParts = {
  readonly instance: string;
  readonly store: WordStore;
  readonly readiness: Pick<Readiness, 'isReady'>;
  readonly duck: Pick<LameDuck, 'isDraining' | 'shouldHangUp'>;
};

type WordRoute = { readonly Params: { readonly word: string } };

const toplistLength = 10;
const listLength = 1000;

/** The database did not answer in time: not this instance's fault, so a load balancer should not try another. */
const gatewayTimeout = 504;

const serverOptions = {
  logger: false,
  // Longer than any client or load balancer keeps an idle connection: they hang up first, so no request is lost.
  keepAliveTimeout: 65_000,
  forceCloseConnections: 'idle',
  return503OnClosing: false,
  bodyLimit: 1_048_576,
  routerOptions: { maxParamLength: 4096 },
} as const;

function statusOf(error: unknown): number {
  if (error instanceof DeadlineError) return gatewayTimeout;
  const isHttpError = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return isHttpError ? Number(error.statusCode) : 500;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}

function answerError(reply: FastifyReply, error: unknown, instance: string): FastifyReply {
  const status = statusOf(error);
  if (status === gatewayTimeout) reply.header('retry-after', '1');
  return reply.code(status).send({ error: messageOf(error), instance });
}

function addWordRoutes(app: FastifyInstance, { instance, store }: AppParts): void {
  const rejectWord = (reply: FastifyReply) => reply.code(400).send({ error: wordRule, instance });
  const insert = async (request: FastifyRequest<WordRoute>, reply: FastifyReply) => {
    const word = parseWord(request.params.word);
    if (word === null) return rejectWord(reply);
    const count = await store.insert(word, requestIdOf(request.headers['x-request-id']));
    return { word, count, instance };
  };
  // A HEAD request must not count: people and tools that only look send it.
  app.get<WordRoute>('/insert/:word', { exposeHeadRoute: false }, insert);
  app.post<WordRoute>('/insert/:word', insert);
  app.get<WordRoute>('/get/:word', async (request, reply) => {
    const word = parseWord(request.params.word);
    if (word === null) return rejectWord(reply);
    return { word, count: await store.count(word), instance };
  });
}

function addListRoutes(app: FastifyInstance, { instance, store }: AppParts): void {
  app.get('/get', () => store.list(listLength));
  app.get('/toplist', () => store.top(toplistLength));
  app.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(await store.top(toplistLength), instance)),
  );
}

function addHealthRoutes(app: FastifyInstance, { instance, readiness, duck }: AppParts): void {
  app.get('/healthz', async () => ({ status: 'alive', instance }));
  app.get('/readyz', async (_request, reply) => {
    if (duck.isDraining()) return reply.code(503).send({ status: 'draining', instance });
    if (!readiness.isReady()) return reply.code(503).send({ status: 'database-away', instance });
    return { status: 'ready', instance };
  });
}

function addManners(app: FastifyInstance, { instance, duck }: AppParts): void {
  // Bodies have no meaning here: they are read, so that the connection can be reused, and dropped.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null));
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-instance', instance);
    if (duck.shouldHangUp()) reply.header('connection', 'close');
  });
  app.setErrorHandler((error, _request, reply) => answerError(reply, error, instance));
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: `There is no ${request.method} ${request.url} here.`, instance }),
  );
}

/**
 * The word counter's HTTP face. `/insert/:word` and `/get/:word` answer `{word, count, instance}`; `/toplist` (the ten
 * most frequent) and `/get` (the first thousand by name) answer `[{word, count}]`; `/` is a page for a person.
 * `/healthz`: the process is alive, whatever the database does. `/readyz`: send it requests, or 503 with the reason.
 * Every answer names the instance in `x-instance`; errors are `{error, instance}`, one line.
 */
export function buildApp(parts: AppParts): FastifyInstance {
  const app = fastify({
    ...serverOptions,
    frameworkErrors: (error, _request, reply) => void answerError(reply, error, parts.instance),
  });
  addManners(app, parts);
  addHealthRoutes(app, parts);
  addWordRoutes(app, parts);
  addListRoutes(app, parts);
  return app;
}
