import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import { loadExampleQueries } from './loadExampleQueries.js';
import { EXPLORER_PAGE_POLICY, renderExplorerPage } from './renderExplorerPage.js';

interface Page {
  readonly zipped: Buffer;
  readonly plain: Buffer;
  readonly etag: string;
}

/** GraphiQL for browsers; everybody else is passed on. The page is made once and sent as it is, some 3 MB compressed. */
export function serveExplorerPage(): RequestHandler {
  let made: Promise<Page> | undefined;
  return async (request, response, next) => {
    if (request.query['query'] !== undefined || request.accepts(['json', 'html']) !== 'html') return next();
    const { zipped, plain, etag } = await (made ??= makePage());
    const isZipped = request.acceptsEncodings(['gzip', 'identity']) === 'gzip';
    response
      .set({
        'content-security-policy': EXPLORER_PAGE_POLICY,
        'cache-control': 'no-cache',
        etag,
      })
      .vary('accept')
      .vary('accept-encoding')
      .type('html');
    if (request.fresh) return void response.status(304).end();
    // Not `send`: it would answer ranges of it, and hash it once more.
    if (isZipped) response.set('content-encoding', 'gzip');
    response.end(request.method === 'HEAD' ? undefined : isZipped ? zipped : plain);
  };
}

async function makePage(): Promise<Page> {
  const plain = Buffer.from(renderExplorerPage(await loadExampleQueries()));
  const zipped = await promisify(gzip)(plain);
  return { plain, zipped, etag: `"${createHash('sha256').update(plain).digest('base64url')}"` };
}
