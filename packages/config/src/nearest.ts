/** The known word that a person probably meant. */
import { distance } from 'fastest-levenshtein';

/**
 * The known word with the fewest edits (Levenshtein, letters' case aside), the earlier one on a tie; `null` if none is
 * near: more edits than a third of the word (or one), not a swap of letters, and neither word begins with the other.
 */
export function nearestOf(word: string, known: readonly string[]): string | null {
  const lower = word.toLowerCase();
  let best: { readonly candidate: string; readonly edits: number } | null = null;
  for (const candidate of known) {
    const edits = distance(lower, candidate.toLowerCase());
    if (isNear(lower, candidate.toLowerCase(), edits) && (best === null || edits < best.edits)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate ?? null;
}

/** `; did you mean "web"?`, or the known words if none is near. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === null ? `; known: ${known.join(', ')}` : `; did you mean "${nearest}"?`;
}

function isNear(word: string, candidate: string, edits: number): boolean {
  if (word.length >= 3 && (word.startsWith(candidate) || candidate.startsWith(word))) return true;
  // Swapped letters are two edits, but one slip.
  if (edits === 2 && lettersOf(word) === lettersOf(candidate)) return true;
  return edits <= Math.max(1, Math.floor(word.length / 3)) && edits < candidate.length;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
