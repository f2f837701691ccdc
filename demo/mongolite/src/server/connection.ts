/** One connection: requests in, answers out; or another member's messages. */
import type { Socket } from 'node:net';
import { type Cluster, peerCommand } from '../cluster/cluster.ts';
import { type CommandError, commandError, describeError } from '../command-error.ts';
import type { CommandContext } from '../commands/context.ts';
import { commandName, runCommand } from '../commands/run-command.ts';
import { tooLarge } from '../wire/check-request.ts';
import { type DecodedMessage, decodeMessage } from '../wire/decode-message.ts';
import { type Document, numberOf } from '../wire/document.ts';
import { type FrameReader, frameReader } from '../wire/frame-reader.ts';
import { maxInternalDocumentBytes } from '../wire/limits.ts';
import { encodeMessage, encodeReply, flags, opcodes } from '../wire/message.ts';

type Connection = {
  readonly socket: Socket;
  readonly context: CommandContext;
  readonly cluster: Cluster;
  readonly closed: AbortController;
  lastId: number;
};

const handshakes = ['hello', 'isMaster', 'ismaster'];

type Reply = { readonly document: Document; readonly responseTo: number; readonly flagBits: number };

/** Returns the id of the message sent. */
function reply(
  connection: Connection,
  request: DecodedMessage,
  { document, responseTo, flagBits }: Reply,
): number {
  connection.lastId += 1;
  const header = { requestId: connection.lastId, responseTo };
  const isQuery = request.opcode === opcodes.query;
  const bytes = isQuery ? encodeReply(document, header) : encodeMessage(document, header, flagBits);
  if (bytes.length > maxInternalDocumentBytes) throw tooLarge(bytes.length);
  if (!connection.socket.destroyed) connection.socket.write(bytes);
  return header.requestId;
}

/**
 * An awaitable hello answers when there is news; with exhaustAllowed it keeps answering, each answer replying to the
 * previous one, until the connection closes.
 */
async function awaitHello(connection: Connection, request: DecodedMessage, maxMs: number): Promise<void> {
  const { context, closed } = connection;
  const isStream = (request.flagBits & flags.exhaustAllowed) !== 0;
  let known = request.document['topologyVersion'];
  let responseTo = request.requestId;
  do {
    await context.topology.changeFrom(known, maxMs, closed.signal);
    if (closed.signal.aborted) return;
    const document = await runCommand(context, request.document);
    known = document['topologyVersion'];
    responseTo = reply(connection, request, {
      document,
      responseTo,
      flagBits: isStream ? flags.moreToCome : 0,
    });
  } while (isStream);
}

function oldProtocol(name: string): CommandError {
  return commandError('UnsupportedOpQueryCommand', `Unsupported OP_QUERY command: ${name}`);
}

function failure(error: unknown): Document {
  return { ok: 0, ...describeError(error) };
}

function documentFor(connection: Connection, request: DecodedMessage): Document | Promise<Document> {
  const name = commandName(request.document);
  if (request.opcode === opcodes.query && !handshakes.includes(name)) return failure(oldProtocol(name));
  if (request.refusal !== null) return failure(request.refusal);
  return runCommand(connection.context, request.document);
}

async function answerOnce(connection: Connection, request: DecodedMessage): Promise<void> {
  const document = await documentFor(connection, request);
  // moreToCome on a request: the client does not want an answer (w: 0).
  if (request.flagBits & flags.moreToCome) return;
  try {
    reply(connection, request, { document, responseTo: request.requestId, flagBits: 0 });
  } catch (error) {
    // Too large, say.
    reply(connection, request, { document: failure(error), responseTo: request.requestId, flagBits: 0 });
  }
}

function answer(connection: Connection, request: DecodedMessage): Promise<void> {
  const { document } = request;
  const maxAwaitMs = numberOf(document['maxAwaitTimeMS']);
  const isAwaitable = handshakes.includes(commandName(document)) && document['topologyVersion'] !== undefined;
  if (isAwaitable && maxAwaitMs !== null) return awaitHello(connection, request, maxAwaitMs);
  return answerOnce(connection, request);
}

function take(connection: Connection, message: DecodedMessage): void {
  if (commandName(message.document) === peerCommand) {
    connection.cluster.accept(message.document, connection.socket);
  } else void answer(connection, message);
}

/** The messages that a chunk completes; `null` if this is not the protocol. */
function decodeAll(read: FrameReader, chunk: Buffer): readonly DecodedMessage[] | null {
  try {
    return read(chunk).map(decodeMessage);
  } catch {
    return null;
  }
}

/** Serves a connection until it closes. Anything that is not the protocol closes it. */
export function serveConnection(socket: Socket, context: CommandContext, cluster: Cluster): void {
  const connection: Connection = { socket, context, cluster, closed: new AbortController(), lastId: 0 };
  const read = frameReader();
  socket.on('data', (chunk) => {
    const messages = typeof chunk === 'string' ? null : decodeAll(read, chunk);
    if (messages === null) socket.destroy();
    else for (const message of messages) take(connection, message);
  });
  // 'close' follows every error and handles it.
  socket.on('error', () => {});
  socket.on('close', () => connection.closed.abort());
}
