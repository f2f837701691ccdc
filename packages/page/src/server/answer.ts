/** How the page's server and that of the audience answer. */
import type { ServerResponse } from 'node:http';
import type { Forbidden } from './guard.ts';

/** As JSON. */
export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** `body`: what is said, in JSON. */
export function refuse(response: ServerResponse, { status, ...body }: Forbidden): void {
  if (status === 405) response.setHeader('allow', 'GET, POST');
  answer(response, status, body);
}

export function send(response: ServerResponse, type: string, content: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': type }).end(content);
}

export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
