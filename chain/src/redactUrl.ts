const SHORTEST_SECRET = 6;
const LONGEST_REASON = 200;

/** What may be said of an endpoint: scheme, host and port. Keys stand in the path, the query or the credentials. */
export function nameOfUrl(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** A foreign text that is safe to log: one line, not too long, and without the secret parts of `url`. */
export function redact(text: string, url: string): string {
  const { pathname, search, searchParams, username, password, href } = new URL(url);
  const parts = [
    href,
    pathname + search,
    pathname,
    username,
    password,
    ...pathname.split('/'),
    ...searchParams.values(),
  ]
    .flatMap((part) => [part, decode(part)])
    .filter((part) => part.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  let safe = text.toWellFormed();
  for (const part of parts) safe = safe.replaceAll(part, '…');
  safe = safe.replaceAll(/https?:\/\/[^\s"'<>]+/gi, (other) => (URL.canParse(other) ? nameOfUrl(other) : '…'));
  safe = safe.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return safe.length > LONGEST_REASON ? `${safe.slice(0, LONGEST_REASON)}…` : safe;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
