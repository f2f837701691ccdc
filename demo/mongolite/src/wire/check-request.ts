/** What is refused before a command is examined, as in mongod: sizes, depth, and a field name that is special here. */
import { type CommandError, commandError } from '../command-error.ts';
import { type Document, isDocument } from './document.ts';
import { isDeeperThan } from './levels.ts';
import { maxInternalDocumentBytes, maxRequestLevels } from './limits.ts';

/** A nested level takes at least seven bytes: type, name, length, end. */
const bytesPerLevel = 7;

const reserved = '__proto__';

/** mongod's refusal of a document of this many bytes. */
export function tooLarge(bytes: number): CommandError {
  return commandError(
    'BSONObjectTooLarge',
    `BSONObj size: ${bytes} (0x${bytes.toString(16).toUpperCase()}) is invalid. Size must be between 0 and ${maxInternalDocumentBytes}(16MB)`,
  );
}

/** The first field name with a step `__proto__` in it, anywhere. */
function reservedName(value: unknown): string | null {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) for (const item of next) waiting.push(item);
    if (!isDocument(next)) continue;
    for (const [name, child] of Object.entries(next)) {
      if (name.split('.').includes(reserved)) return name;
      waiting.push(child);
    }
  }
  return null;
}

/**
 * Why this request is refused whatever its command, or `null`. `longest`: bytes of the longest document in it.
 *
 * A field named `__proto__` is an ordinary one to MongoDB. Here documents are JavaScript objects, in which assigning to
 * that name changes the prototype, so it is refused wherever a client could write it.
 */
export function refusalOf(message: Buffer, document: Document, longest: number): CommandError | null {
  if (longest > maxInternalDocumentBytes) return tooLarge(longest);
  if (message.length > maxRequestLevels * bytesPerLevel && isDeeperThan(document, maxRequestLevels)) {
    return commandError('Overflow', `BSONObj exceeds maximum nested object depth: ${maxRequestLevels}`);
  }
  const name = message.includes(reserved) ? reservedName(document) : null;
  return name === null
    ? null
    : commandError('BadValue', `mongolite does not support the field name '${name}'`);
}
