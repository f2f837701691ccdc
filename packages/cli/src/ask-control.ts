/** One request to a control socket: HTTP on a Unix socket, JSON both ways. */
import { request } from 'node:http';

export type ControlRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
};

export type ControlAnswer<T> =
  | { readonly kind: 'answered'; readonly body: T }
  /** The other side has a line for the person. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'silent'; readonly why: string };

/** Waits as long as it takes: an experiment ends when its group has recovered. Never rejects. */
export function askControl<T>(
  socketPath: string,
  { method, path, body }: ControlRequest,
): Promise<ControlAnswer<T>> {
  return new Promise((resolve) => {
    const silent = (error: Error) => resolve({ kind: 'silent', why: error.message });
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const sent = request({ socketPath, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', silent);
      response.on('end', () =>
        resolve(readAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString())),
      );
    });
    sent.on('error', silent);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function readAnswer<T>(status: number, text: string): ControlAnswer<T> {
  try {
    const body = JSON.parse(text);
    if (status >= 200 && status < 300) return { kind: 'answered', body };
    return { kind: 'refused', message: String(body.message ?? `it refused with status ${status}`) };
  } catch {
    return { kind: 'silent', why: `status ${status}, and no JSON` };
  }
}
