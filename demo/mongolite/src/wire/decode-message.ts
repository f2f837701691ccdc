/** Decodes one whole wire protocol message. */
import type { CommandError } from '../command-error.ts';
import { refusalOf } from './check-request.ts';
import { type Document, decodeDocument, isDocument } from './document.ts';
import { flags, opcodes } from './message.ts';

/** A request, or a reply to one; document sequences are folded into the command as arrays. */
export type DecodedMessage = {
  readonly requestId: number;
  readonly responseTo: number;
  readonly opcode: number;
  readonly flagBits: number;
  readonly document: Document;
  /** Why it is refused as a client's request, whatever its command. */
  readonly refusal: CommandError | null;
};

function cStringAt(buffer: Buffer, start: number): { readonly text: string; readonly end: number } {
  const end = buffer.indexOf(0, start);
  if (end < 0) throw new RangeError('a string without its end');
  return { text: buffer.toString('utf8', start, end), end: end + 1 };
}

function documentAt(buffer: Buffer, start: number): { readonly document: Document; readonly end: number } {
  const end = start + buffer.readInt32LE(start);
  if (end > buffer.length || end < start + 5) throw new RangeError('a document longer than its message');
  return { document: decodeDocument(buffer.subarray(start, end)), end };
}

function sequenceAt(buffer: Buffer, start: number) {
  const end = start + buffer.readInt32LE(start);
  if (end > buffer.length) throw new RangeError('a document sequence longer than its message');
  const name = cStringAt(buffer, start + 4);
  const documents: Document[] = [];
  let longest = 0;
  for (let at = name.end; at < end; ) {
    const next = documentAt(buffer, at);
    documents.push(next.document);
    longest = Math.max(longest, next.end - at);
    at = next.end;
  }
  return { name: name.text, documents, longest, end };
}

/** A whole body; `longest` is the size of its longest document, in bytes. */
type Body = { readonly document: Document; readonly longest: number };

function decodeSections(buffer: Buffer, flagBits: number): Body {
  const end = buffer.length - (flagBits & flags.checksumPresent ? 4 : 0);
  let body: Document | null = null;
  const sequences: Document = {};
  let longest = 0;
  for (let at = 20; at < end; ) {
    const kind = buffer[at];
    if (kind === 0) {
      const section = documentAt(buffer, at + 1);
      body = section.document;
      longest = Math.max(longest, section.end - at - 1);
      at = section.end;
    } else if (kind === 1) {
      const section = sequenceAt(buffer, at + 1);
      sequences[section.name] = section.documents;
      longest = Math.max(longest, section.longest);
      at = section.end;
    } else throw new RangeError(`an OP_MSG section of unknown kind ${kind}`);
  }
  if (body === null) throw new RangeError('an OP_MSG without a body');
  return { document: Object.assign(body, sequences), longest };
}

function decodeQuery(buffer: Buffer): Body {
  const name = cStringAt(buffer, 20);
  const { document } = documentAt(buffer, name.end + 8);
  const query = isDocument(document['$query']) ? document['$query'] : document;
  return { document: { ...query, $db: name.text.split('.')[0] }, longest: 0 };
}

function decodeBody(buffer: Buffer, opcode: number, flagBits: number): Body {
  if (opcode === opcodes.message) return decodeSections(buffer, flagBits);
  if (opcode === opcodes.query) return decodeQuery(buffer);
  throw new RangeError(`unsupported opcode ${opcode}`);
}

/** Throws a RangeError (or bson's own error) on anything malformed: the connection is then beyond repair. */
export function decodeMessage(buffer: Buffer): DecodedMessage {
  const opcode = buffer.readInt32LE(12);
  const flagBits = opcode === opcodes.message ? buffer.readUInt32LE(16) : 0;
  const { document, longest } = decodeBody(buffer, opcode, flagBits);
  return {
    requestId: buffer.readInt32LE(4),
    responseTo: buffer.readInt32LE(8),
    opcode,
    flagBits,
    document,
    refusal: refusalOf(buffer, document, longest),
  };
}
