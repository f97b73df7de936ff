import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';

/** Puts the reader's theme into the first byte of HTML, so that no script has to repaint it; "auto" follows the system. */
export const handle: Handle = async ({ event, resolve }) => {
  const chosen = event.cookies.get('theme');
  const theme = chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%tributary.theme%', theme),
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
};

/** Readers see what happened and what to do; the details go to the log only. */
export const handleError: HandleServerError = (caught) => {
  if (caught.kind === 'framework' && caught.error.status === 404) {
    return { message: 'There is no such page.', advice: 'Search for what you are after instead.' };
  }
  if (caught.kind === 'unknown') {
    console.error(`${caught.event.url.pathname}:`, caught.error);
    return {
      message: 'The explorer failed to build this page.',
      advice: 'The failure is logged. Reload the page in a moment.',
    };
  }
  return undefined;
};
