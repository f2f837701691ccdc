/** Asks a running garbageday, over the control socket that its lock names. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { UsageError } from '@garbageday/core/errors.ts';

export type ControlRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON; null: none. */
  readonly body: unknown;
};

/**
 * Resolves to the parsed answer. Rejects with a `UsageError` if nothing answers there, or with the line of a refusal.
 */
export async function askControl(
  socketPath: string,
  { method, path, body }: ControlRequest,
): Promise<unknown> {
  const sent = request({ socketPath, method, path, headers: { 'content-type': 'application/json' } });
  sent.end(body === null ? undefined : JSON.stringify(body));
  try {
    const [response] = await once(sent, 'response');
    return await parse(response);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`the garbageday at ${socketPath} does not answer; it may just be stopping`, {
      cause,
    });
  }
}

async function parse(response: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  const answer: unknown = JSON.parse(text);
  if (response.statusCode === 200) return answer;
  const hasMessage = typeof answer === 'object' && answer !== null && 'message' in answer;
  throw new UsageError(
    hasMessage ? String(answer.message) : `was refused with status ${response.statusCode}`,
  );
}
