import { createHash } from 'node:crypto';
import type { ExportPoint } from '@tributary/db';
import type { ExportRequest } from './parseExportRequest.js';
import { isChanging } from './isChanging.js';

/** Raised when equal rows make other bytes than before. */
const EXPORT_VERSION = 1;

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;

export interface ExportDescription {
  /** Null where the list has no blocks. */
  readonly asOfBlock: number | null;
  readonly etag: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is known of an export before its rows are: where it stands, under which link it stays the same, how it is saved. */
export function describeExport(
  request: ExportRequest,
  point: ExportPoint,
  path: string,
  chainId: number,
): ExportDescription {
  const { name, format, filter, after, limit, list } = request;
  const asOfBlock = list.isByBlock ? (request.asOfBlock ?? point.finalBlock) : null;
  const isStable = asOfBlock !== null && !isChanging(name, filter);
  const content = [
    EXPORT_VERSION,
    chainId,
    name,
    format,
    filter,
    after,
    limit,
    asOfBlock,
    point.newestNumber,
    point.newestHash,
  ];
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
  const parameters = new URLSearchParams();
  if (filter !== null) parameters.set('filter', JSON.stringify(filter));
  if (asOfBlock !== null) parameters.set('asOf', String(asOfBlock));
  if (after !== null) parameters.set('after', after.join('-'));
  if (limit !== null) parameters.set('limit', String(limit));
  const part = after === null && limit === null ? '' : `-after-${after?.join('-') ?? 'start'}`;
  const place = asOfBlock === null ? 'now' : `block-${asOfBlock}`;
  return {
    asOfBlock,
    etag: isStable ? `"${digest}"` : null,
    headers: {
      'content-type': CONTENT_TYPES[format],
      'content-disposition': `attachment; filename="tributary-${chainId}-${name}-${place}${part}.${format}"`,
      'cache-control': isStable ? 'public, no-cache' : 'no-store',
      link: `<${path}?${parameters.toString()}>; rel="canonical"`,
      ...(asOfBlock !== null && { 'x-as-of-block': String(asOfBlock) }),
      ...(point.newestHash !== null &&
        asOfBlock !== null && {
          'x-newest-block': String(point.newestNumber),
          'x-newest-block-hash': point.newestHash,
        }),
      ...(isStable && { etag: `"${digest}"` }),
    },
  };
}
