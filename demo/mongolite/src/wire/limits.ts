/** MongoDB's limits (mongodb.com/docs/manual/reference/limits), and what members allow each other beyond them. */

/** The largest document that is stored, in bytes: `maxBsonObjectSize`. */
export const maxDocumentBytes = 16 * 1024 * 1024;

/** The largest document inside a request or an answer: a stored one, and what surrounds it. */
export const maxInternalDocumentBytes = maxDocumentBytes + 16 * 1024;

/** The largest message that is accepted from a client or sent to one: `maxMessageSizeBytes`. */
export const maxMessageBytes = 48_000_000;

/** A log entry holds one client's message in another encoding, so it may be longer than the message. */
export const maxPeerMessageBytes = 2 * maxMessageBytes;

/** Levels of a stored document, itself included. */
export const maxStoredLevels = 180;

/** Levels of a request: mongod's, for stored documents in it and what surrounds them. */
export const maxRequestLevels = 200;
