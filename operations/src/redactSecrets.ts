const URL_IN_TEXT = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'`<>\\|]+)/gi;
/** `password=…`, `token: …`, as connection strings and headers have them. */
const NAMED_SECRET =
  /\b(password|passwd|pwd|secret|token|api[-_]?key|private[-_]?key|authorization)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|(?:bearer |basic )?[^\s,;&)]+)/gi;
/** Hosted nodes take their key as a part of the path: `/v3/<key>`. */
const KEY_IN_PATH = /(\/v\d+\/)[\w-]{16,}/g;

/**
 * A text without what opens a door: of a URL's user info, query and fragment nothing stays but a mark, nor of a key that
 * stands in its path after `/v<n>/`, nor of a value that is named a password, secret, token or key. It hides rather too
 * much than too little.
 */
export function redactSecrets(text: string): string {
  return text
    .replace(URL_IN_TEXT, (_, scheme: string, rest: string) => scheme + redactRest(rest))
    .replace(NAMED_SECRET, '$1$2…');
}

function redactRest(rest: string): string {
  // The last one: a password that should have been escaped may hold `@`, `/` or `?` itself.
  const afterUser = rest.lastIndexOf('@') + 1;
  const place = rest.slice(afterUser);
  const end = place.search(/[?#]/);
  const shown = (end < 0 ? place : `${place.slice(0, end + 1)}…`).replace(KEY_IN_PATH, '$1…');
  return afterUser > 0 ? `…@${shown}` : shown;
}
