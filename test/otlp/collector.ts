/** A server that takes what an exporter sends, as JSON. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Attribute = { readonly key: string; readonly value: { readonly stringValue: string } };

type Data = { readonly dataPoints: readonly Readonly<Record<string, unknown>>[] };

type Metric = {
  readonly name: string;
  readonly sum?: Data;
  readonly gauge?: Data;
  readonly histogram?: Data;
};

/** One resource with one scope in it, as an exporter of one program sends them. */
export type ResourceMetrics = {
  readonly resource: { readonly attributes: readonly Attribute[] };
  readonly scopeMetrics: readonly [{ readonly metrics: readonly Metric[] }];
};

export type ResourceLogs = {
  readonly scopeLogs: readonly [{ readonly logRecords: readonly { readonly eventName: string }[] }];
};

/** OTLP/JSON, as far as the tests read it. */
type Body = {
  readonly resourceMetrics?: readonly [ResourceMetrics];
  readonly resourceLogs?: readonly [ResourceLogs];
};

export type Sent = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty if it was not JSON. */
  readonly body: Body;
};

/** @throws Error if it has none. */
export function metricsOf({ path, body }: Sent): ResourceMetrics {
  if (body.resourceMetrics === undefined) throw new Error(`no metrics in what was sent to ${path}`);
  return body.resourceMetrics[0];
}

/** @throws Error if it has none. */
export function logsOf({ path, body }: Sent): ResourceLogs {
  if (body.resourceLogs === undefined) throw new Error(`no logs in what was sent to ${path}`);
  return body.resourceLogs[0];
}

export type FakeCollector = {
  readonly url: string;
  readonly sent: Sent[];
  readonly close: () => Promise<void>;
};

/** `answer`: what becomes of a request once it was read; default 200. */
export async function fakeCollector(
  answer: (response: ServerResponse) => void = (response) =>
    void response.setHeader('content-type', 'application/json').end('{}'),
): Promise<FakeCollector> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const isJson = request.headers['content-type'] === 'application/json';
    sent.push({
      path: request.url ?? '',
      headers: request.headers,
      body: isJson ? JSON.parse(body) : {},
    });
    answer(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
