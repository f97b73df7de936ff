import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const EXAMPLE_QUERY = `# Follow an answer back to its data, and the money to whom it is owed.
# Ctrl-Space completes, Ctrl-Enter runs. Amounts are wei (18 decimals), lists newest first.
query LatestAnswers {
  network {
    name
    indexedBlockNumber
    verdictCounts {
      verdict
      count
    }
  }
  inferences(first: 5) {
    nodes {
      inferenceId
      verdict
      feeWei
      model {
        name
      }
      reconciliation {
        reason
        shares(first: 3) {
          shareBps
          contribution {
            license
            contributor {
              address
            }
            datanet {
              name
            }
          }
        }
        lines {
          role
          recipient {
            address
          }
          expectedWei
          paidWei
        }
      }
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
}
`;

/** GraphiQL as one page that loads nothing from anywhere else. About 9 MB: render it once. */
export function renderExplorerPage(): string {
  return renderGraphiQL({
    endpoint: '/graphql',
    title: 'Tributary GraphQL',
    defaultQuery: EXAMPLE_QUERY,
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
