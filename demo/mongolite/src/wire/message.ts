/** Encoding of MongoDB's wire protocol messages (mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
import { type Document, encodeDocument } from './document.ts';

export const opcodes = { reply: 1, query: 2004, message: 2013 } as const;

/** OP_MSG flag bits. */
export const flags = { checksumPresent: 1, moreToCome: 2, exhaustAllowed: 1 << 16 } as const;

export type Header = { readonly requestId: number; readonly responseTo: number };

const headerBytes = 16;

function writeHeader(buffer: Buffer, { requestId, responseTo }: Header, opcode: number): void {
  buffer.writeInt32LE(buffer.length, 0);
  buffer.writeInt32LE(requestId, 4);
  buffer.writeInt32LE(responseTo, 8);
  buffer.writeInt32LE(opcode, 12);
}

/** One OP_MSG with one body section. */
export function encodeMessage(document: Document, header: Header, flagBits: number): Buffer {
  const body = encodeDocument(document);
  const buffer = Buffer.allocUnsafe(headerBytes + 5 + body.length);
  writeHeader(buffer, header, opcodes.message);
  buffer.writeUInt32LE(flagBits, headerBytes);
  buffer[headerBytes + 4] = 0;
  buffer.set(body, headerBytes + 5);
  return buffer;
}

/** One OP_REPLY, the answer to an OP_QUERY handshake. */
export function encodeReply(document: Document, header: Header): Buffer {
  const body = encodeDocument(document);
  const buffer = Buffer.alloc(headerBytes + 20 + body.length);
  writeHeader(buffer, header, opcodes.reply);
  buffer.writeInt32LE(8, headerBytes);
  buffer.writeInt32LE(1, headerBytes + 16);
  buffer.set(body, headerBytes + 20);
  return buffer;
}
