/** Where a text stops being JSON. V8 gives a position only for some syntax errors, and a person needs the line. */

const space = /[\t\n\r ]*/y;
const string = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Thrown by the scan alone, caught by `jsonErrorOffset`. */
class NotJson extends Error {
  readonly code = 'not-json';
  readonly offset: number;

  constructor(offset: number) {
    super(`not JSON at ${offset}`);
    this.offset = offset;
  }
}

/**
 * Offset of the first character at which the text (RFC 8259) stops being JSON: its length when it ends too soon, the
 * opening quote for a string that does not close; `null` for valid JSON.
 */
export function jsonErrorOffset(text: string): number | null {
  try {
    const end = skip(text, scanValue(text, skip(text, 0)));
    return end === text.length ? null : end;
  } catch (error) {
    if (error instanceof NotJson) return error.offset;
    throw error;
  }
}

/** Each scan takes the offset at which its construct begins and returns the one after it. */
function scanValue(text: string, at: number): number {
  const opening = text[at];
  if (opening === '{') return scanList(text, at, { close: '}', scanItem: scanMember });
  if (opening === '[') return scanList(text, at, { close: ']', scanItem: scanValue });
  return scanToken(text, at, opening === '"' ? string : scalar);
}

function scanList(text: string, start: number, list: { close: string; scanItem: typeof scanValue }): number {
  let at = skip(text, start + 1);
  if (text[at] === list.close) return at + 1;
  for (;;) {
    at = skip(text, list.scanItem(text, at));
    if (text[at] === list.close) return at + 1;
    at = skip(text, expectCharacter(text, at, ','));
  }
}

function scanMember(text: string, at: number): number {
  const colon = skip(text, scanToken(text, at, string));
  return scanValue(text, skip(text, expectCharacter(text, colon, ':')));
}

function expectCharacter(text: string, at: number, character: string): number {
  if (text[at] !== character) throw new NotJson(at);
  return at + 1;
}

function scanToken(text: string, at: number, token: RegExp): number {
  const end = behind(text, at, token);
  if (end === at) throw new NotJson(at);
  return end;
}

function skip(text: string, at: number): number {
  return behind(text, at, space);
}

/** A fresh expression each time, because a sticky one keeps its position between calls. */
function behind(text: string, at: number, token: RegExp): number {
  const sticky = new RegExp(token);
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}
