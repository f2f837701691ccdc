/** Which names are an IANA time zone's. The engine knows more: abbreviations that mean another place than most readers think. */

/** Where the names with a slash begin (https://data.iana.org/time-zones/theory.html#naming; `backward` for the links). */
const regions = new Set(
  `Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US`.split(
    ' ',
  ),
);

/** The names without one that are links of the IANA data and mean one place or UTC. */
const plainLinks = new Set(
  (
    'UTC UCT GMT Greenwich Universal Zulu Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica Japan ' +
    'Kwajalein Libya NZ NZ-CHAT Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU ' +
    'CST6CDT EST5EDT MST7MDT PST8PDT'
  ).split(' '),
);

/**
 * Why a text does not name a time zone, as a clause without a full stop; `null` when it does. Canonical names, their links
 * and `UTC` do, written as IANA writes them. Abbreviations do not: `BST` would be Asia/Dhaka, `IST` Asia/Calcutta.
 */
export function whyNotZone(text: string): string | null {
  const meant = meaningOf(text);
  if (meant === null) {
    return `"${text}" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC"`;
  }
  if (text !== meant && text.toLowerCase() === meant.toLowerCase()) {
    return `"${text}" is not an IANA time zone; did you mean "${meant}"?`;
  }
  if (plainLinks.has(text) || isPlace(text)) return null;
  return `"${text}" is not an IANA time zone: it would mean ${meant}; write a place, such as "Europe/London"`;
}

function isPlace(text: string): boolean {
  const [region = '', ...places] = text.split('/');
  return regions.has(region) && places.length > 0 && places.every((place) => /^[A-Z]/.test(place));
}

/** The zone that the engine takes it for, whatever its case (ECMA-402). */
function meaningOf(text: string): string | null {
  // It also takes offsets such as +01:00; those know no daylight saving and are not names.
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
