import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const EMPTY_QUERY = `# Ctrl-Space completes, Ctrl-Enter runs.
{
  network {
    name
    indexedBlockNumber
  }
}
`;

/** GraphiQL as one page that loads nothing from anywhere else, a tab for each example. About 9 MB: render it once. */
export function renderExplorerPage(examples: readonly string[]): string {
  return renderGraphiQL({
    endpoint: '/graphql',
    title: 'Tributary GraphQL',
    defaultQuery: EMPTY_QUERY,
    subscriptionsProtocol: 'WS',
    ...(examples.length > 0 && { defaultTabs: examples.map((query) => ({ query })) }),
  });
}

/** Lets the page run its inlined code and workers and talk to its own server only. */
export const EXPLORER_PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
