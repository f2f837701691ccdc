/**
 * Bidirectional controls in untrusted text: they make a line look different from what it is (CVE-2021-42574, Unicode
 * TR36).
 */

/** Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, section 2). */
const controls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function hasBidirectionalControls(text: string): boolean {
  return text.search(controls) >= 0;
}

/** Each becomes U+FFFD, which has a width of one as well; everything else stays, line breaks and colours included. */
export function withoutBidirectionalControls(text: string): string {
  return text.replace(controls, '\u{FFFD}');
}

/** Each becomes its escape, `\\u202e`: the same data in a JSON document, and distinguishable text elsewhere. */
export function escapeBidirectionalControls(text: string): string {
  return text.replace(controls, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
