/** Variables of one page of a connection; exactly one of `first` and `last` is set. */
export interface PageVariables {
  first: number | null;
  after: string | null;
  last: number | null;
  before: string | null;
}

/**
 * Reads which page of a list a URL asks for. `?page=after.<cursor>` goes on to older ones, `?page=before.<cursor>` back
 * to newer ones; a page with several lists gives each its own `name`.
 */
export function readPage(url: URL, name: string, pageSize: number): PageVariables {
  const [direction, ...rest] = (url.searchParams.get(name) ?? '').split('.');
  const cursor = rest.join('.');
  if (direction === 'before' && cursor) return { first: null, after: null, last: pageSize, before: cursor };
  return { first: pageSize, after: direction === 'after' && cursor ? cursor : null, last: null, before: null };
}

/** The address of the neighbouring page of the list `name`; `null` leads back to the newest. */
export function pageHref(
  url: { pathname: string; search: string },
  name: string,
  page: { after: string } | { before: string } | null,
): string {
  const search = new URLSearchParams(url.search);
  search.delete(name);
  if (page) search.set(name, 'after' in page ? `after.${page.after}` : `before.${page.before}`);
  const text = search.toString();
  return `${url.pathname}${text ? `?${text}` : ''}${name === 'page' ? '' : `#${name}`}`;
}
