/**
 * Access control in front of a mongolite member, which has none: users, SCRAM, the localhost exception, as mongod has
 * them with `security.authorization`. Whatever a client may do is done by the member.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { Binary } from 'bson';
import { call } from '../../../demo/mongolite/src/cluster/call.ts';
import { type DecodedMessage, decodeMessage } from '../../../demo/mongolite/src/wire/decode-message.ts';
import type { Document } from '../../../demo/mongolite/src/wire/document.ts';
import { frameReader } from '../../../demo/mongolite/src/wire/frame-reader.ts';
import { encodeMessage, encodeReply, opcodes } from '../../../demo/mongolite/src/wire/message.ts';
import { type Conversation, startConversation } from './scram.ts';

/** Password by `<database>.<user>`; one for all members, as users replicate. */
export type Users = Map<string, string>;

type Client = { user: string | null; conversation: Conversation | null; database: string };

export type Doorman = {
  readonly port: number;
  /** Names of the commands that were let through or answered, in order. */
  readonly commands: readonly string[];
  readonly close: () => void;
};

/** What a client may ask before it has said who it is. */
const open = [
  'hello',
  'isMaster',
  'ismaster',
  'ping',
  'buildInfo',
  'buildinfo',
  'endSessions',
  'logout',
  'connectionStatus',
  'whatsmyuri',
];

function refused(code: number, codeName: string, errmsg: string): Document {
  return {
    ok: 0,
    code,
    codeName,
    errmsg,
  };
}
function payloadOf({ payload }: Document) {
  return payload instanceof Binary ? Buffer.from(payload.buffer).toString('utf8') : String(payload);
}

/** `member`: `host:port` of mongolite. */
export async function startDoorman(member: string, users: Users): Promise<Doorman> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const client: Client = { user: null, conversation: null, database: '' };
    const read = frameReader();
    let turn = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      for (const message of read(chunk).map(decodeMessage)) {
        turn = turn.then(() => serve(socket, message, client));
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, commands, close };

  async function serve(socket: Socket, message: DecodedMessage, client: Client): Promise<void> {
    const [name = ''] = Object.keys(message.document);
    commands.push(name);
    const document = await answer(name, message.document, client);
    const header = { requestId: 1, responseTo: message.requestId };
    if (socket.destroyed) return;
    socket.write(
      message.opcode === opcodes.query ? encodeReply(document, header) : encodeMessage(document, header, 0),
    );
  }

  async function answer(name: string, request: Document, client: Client): Promise<Document> {
    if (name === 'saslStart') return begin(request, client);
    if (name === 'saslContinue') return proceed(request, client);
    const isLocal = users.size === 0;
    if (client.user === null && !isLocal && !open.includes(name)) {
      return refused(13, 'Unauthorized', `Command ${name} requires authentication`);
    }
    if (name === 'createUser') return create(request);
    if (name === 'usersInfo') return inform(request);
    if (name === 'logout') return { ok: 1 };
    return forward(name, request);
  }

  function begin(request: Document, client: Client): Document {
    client.database = String(request['$db']);
    const passwordOf = (user: string) => users.get(`${client.database}.${user}`) ?? null;
    client.conversation = startConversation(payloadOf(request), passwordOf);
    return {
      conversationId: 1,
      done: false,
      payload: new Binary(Buffer.from(client.conversation.first)),
      ok: 1,
    };
  }

  function proceed(request: Document, client: Client): Document {
    const last = client.conversation?.finish(payloadOf(request)) ?? null;
    if (last === null) return refused(18, 'AuthenticationFailed', 'Authentication failed.');
    client.user = `${client.database}.${client.conversation?.user}`;
    return { conversationId: 1, done: true, payload: new Binary(Buffer.from(last)), ok: 1 };
  }

  async function create(request: Document): Promise<Document> {
    const { isWritablePrimary } = await call(member, { hello: 1 }, 3_000);
    if (isWritablePrimary !== true) return refused(10107, 'NotWritablePrimary', 'not primary');
    const key = `${request['$db']}.${request['createUser']}`;
    if (users.has(key)) return refused(51003, 'Location51003', `User "${key}" already exists`);
    users.set(key, String(request['pwd']));
    return { ok: 1 };
  }

  function inform(request: Document): Document {
    const asked = request['usersInfo'];
    const { user, db } =
      typeof asked === 'string' ? { user: asked, db: request['$db'] } : (asked as Document);
    const isThere = users.has(`${db}.${user}`);
    return { users: isThere ? [{ _id: `${db}.${user}`, user, db, roles: [] }] : [], ok: 1 };
  }

  /** Without the fields that would make it an answer to wait for. */
  async function forward(name: string, request: Document): Promise<Document> {
    const { topologyVersion: _, maxAwaitTimeMS: __, saslSupportedMechs, $db: ___, ...rest } = request;
    try {
      const { topologyVersion: ____, ...answered } = await call(member, rest, 20_000);
      const isGreeting = ['hello', 'isMaster', 'ismaster'].includes(name) && saslSupportedMechs !== undefined;
      return isGreeting ? { ...answered, saslSupportedMechs: ['SCRAM-SHA-256'] } : answered;
    } catch (error) {
      return refused(6, 'HostUnreachable', String(error));
    }
  }
}
