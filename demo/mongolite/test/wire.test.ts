import { decodeMessage } from '@garbageday/mongolite/wire/decode-message.ts';
import { type Document, encodeDocument } from '@garbageday/mongolite/wire/document.ts';
import { frameReader } from '@garbageday/mongolite/wire/frame-reader.ts';
import { encodeMessage, encodeReply, flags, opcodes } from '@garbageday/mongolite/wire/message.ts';
import { Binary, Long, ObjectId } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function header(length: number, opcode: number): Buffer {
  const bytes = Buffer.alloc(16);
  for (const [at, value] of [length, 7, 3, opcode].entries()) bytes.writeInt32LE(value, at * 4);
  return bytes;
}

/** An OP_MSG put together by hand, as a driver would send it. */
function opMsg(flagBits: number, ...sections: readonly Uint8Array[]): Buffer {
  const flagField = Buffer.alloc(4);
  flagField.writeUInt32LE(flagBits, 0);
  const body = Buffer.concat([flagField, ...sections]);
  return Buffer.concat([header(16 + body.length, opcodes.message), body]);
}

function bodySection(document: Document): Buffer {
  return Buffer.concat([Buffer.from([0]), encodeDocument(document)]);
}

function sequenceSection(name: string, documents: readonly Document[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map(encodeDocument)]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(content.length + 4, 0);
  return Buffer.concat([Buffer.from([1]), size, content]);
}

describe('decoding a message', () => {
  it('reads what encodeMessage wrote', () => {
    const document = { ping: 1, id: new ObjectId(), when: new Date(5), data: new Binary(Buffer.from('ab')) };
    const decoded = decodeMessage(encodeMessage(document, { requestId: 9, responseTo: 4 }, flags.moreToCome));
    expect(decoded).toMatchObject({ requestId: 9, responseTo: 4, flagBits: 2, opcode: opcodes.message });
    expect(decoded.document).toEqual(document);
  });

  it('folds document sequences into the command', () => {
    const documents = [{ _id: 1 }, { _id: 2, text: 'ü' }];
    const message = opMsg(
      0,
      bodySection({ insert: 'words', $db: 'wc' }),
      sequenceSection('documents', documents),
    );
    expect(decodeMessage(message).document).toEqual({ insert: 'words', $db: 'wc', documents });
  });

  it('takes the sequence before the body, too', () => {
    const message = opMsg(0, sequenceSection('documents', [{ a: 1 }]), bodySection({ insert: 'words' }));
    expect(decodeMessage(message).document).toEqual({ insert: 'words', documents: [{ a: 1 }] });
  });

  it('leaves the checksum at the end alone', () => {
    const message = opMsg(flags.checksumPresent, bodySection({ ping: 1 }), Buffer.from([1, 2, 3, 4]));
    expect(decodeMessage(message).document).toEqual({ ping: 1 });
  });

  it('reads the OP_QUERY handshake of an old driver', () => {
    const name = Buffer.from('\0\0\0\0admin.$cmd\0');
    const body = Buffer.concat([name, Buffer.alloc(8), encodeDocument({ ismaster: 1 })]);
    const message = Buffer.concat([header(16 + body.length, opcodes.query), body]);
    expect(decodeMessage(message).document).toEqual({ ismaster: 1, $db: 'admin' });
  });

  it('keeps 64-bit integers that no double can hold', () => {
    const big = Long.fromString('9007199254740993');
    expect(decodeMessage(opMsg(0, bodySection({ big }))).document).toEqual({ big });
  });

  it.each([
    ['an unknown section kind', opMsg(0, Buffer.from([9, 0, 0, 0, 0]))],
    ['no body', opMsg(0, sequenceSection('documents', [{ a: 1 }]))],
    ['a document longer than the message', opMsg(0, Buffer.from([0, 99, 0, 0, 0, 0]))],
    ['a sequence longer than the message', opMsg(0, Buffer.from([1, 99, 0, 0, 0, 97, 0]))],
    ['a document that claims to be empty', opMsg(0, Buffer.from([0, 0, 0, 0, 0, 0]))],
    ['an unknown opcode', header(16, 2012)],
    ['nothing after the header', header(16, opcodes.message)],
  ])('refuses %s', (_, message) => {
    expect(() => decodeMessage(message)).toThrow();
  });
});

describe('encoding an OP_REPLY', () => {
  it('says that the cursor is closed and one document follows', () => {
    const reply = encodeReply({ ok: 1 }, { requestId: 2, responseTo: 1 });
    expect(reply.readInt32LE(0)).toBe(reply.length);
    expect(reply.readInt32LE(12)).toBe(opcodes.reply);
    expect(reply.readInt32LE(32)).toBe(1);
  });
});

describe('cutting the stream into messages', () => {
  const messages = [{ ping: 1 }, { insert: 'x'.repeat(300) }, { hello: 1 }].map((document, at) =>
    encodeMessage(document, { requestId: at, responseTo: 0 }, 0),
  );

  it('gives the same messages however the bytes arrive', () => {
    const stream = Buffer.concat(messages);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length })), (cuts) => {
        const read: Buffer[] = [];
        const feed = frameReader();
        const ends = [...new Set([...cuts, stream.length])].sort((a, b) => a - b);
        let from = 0;
        for (const end of ends) {
          read.push(...feed(stream.subarray(from, end)));
          from = end;
        }
        expect(read).toEqual(messages);
      }),
    );
  });

  it.each([15, -1, 48_000_001])('refuses a length of %i', (length) => {
    expect(() => frameReader()(header(length, opcodes.message))).toThrow(RangeError);
  });
});
