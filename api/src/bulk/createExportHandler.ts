import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  buildCsvCopy,
  buildExportRows,
  buildNdjsonCopy,
  buildPlainCopy,
  loadExportPoint,
  loadLedgerOrigin,
  openExport,
  type ReadDatabase,
  renderStatement,
  type SqlText,
  writeParquet,
} from '@tributary/db';
import type { Request, RequestHandler, Response } from 'express';
import type { ReportError } from '../formatApiError.js';
import { getClientKey } from '../safety/getClientKey.js';
import { describeExport, type ExportDescription } from './describeExport.js';
import { ExportDesk } from './ExportDesk.js';
import type { ExportSettings } from './ExportSettings.js';
import { NotFinalError } from './errors.js';
import { type ExportRequest, parseExportRequest } from './parseExportRequest.js';
import { markSynthetic } from './markSynthetic.js';
import { sendExportError } from './sendExportError.js';

export interface ExportParts {
  readonly db: ReadDatabase;
  /** Of a role that can only read; every export has a connection of its own. */
  readonly databaseUrl: string;
  readonly chainId: number;
  readonly settings: ExportSettings;
  reportError: ReportError;
}

/**
 * Answers `GET /export/<list>.<csv|ndjson|parquet>` with all rows of a list up to a final block, in chain order, as fast as
 * its reader reads and with as much memory for ten rows as for ten million. See docs/export.md.
 */
export function createExportHandler(parts: ExportParts): RequestHandler<{ file: string }> {
  const desk = new ExportDesk(parts.settings);
  return async (request, response) => {
    try {
      const asked = parseExportRequest(request.params.file, request.query);
      const description = await describe(parts, asked, request);
      response.set(description.headers);
      if (await loadLedgerOrigin(parts.db)) markSynthetic(response);
      if (description.etag !== null && request.fresh) {
        response.status(304).end();
        return;
      }
      const rows = buildExportRows(asked.list, { ...asked, asOfBlock: description.asOfBlock });
      // Refuses here what Postgres would refuse, so that HEAD says what GET says.
      renderStatement(rows);
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const leave = desk.enter(getClientKey(request.ip), asked.format === 'parquet');
      try {
        await sendRows(parts, asked, rows, description, response);
      } finally {
        leave();
      }
    } catch (error) {
      // Nobody is there to be told.
      if (response.destroyed && !response.writableFinished) return;
      sendExportError(response, error, parts.reportError);
    }
  };
}

async function describe(
  parts: ExportParts,
  asked: ExportRequest,
  request: Request<{ file: string }>,
): Promise<ExportDescription> {
  const point = await loadExportPoint(parts.db, asked.asOfBlock);
  const isTooNew = asked.asOfBlock !== null && (point.finalBlock === null || asked.asOfBlock > point.finalBlock);
  if (isTooNew || (asked.list.isByBlock && point.finalBlock === null)) {
    throw new NotFinalError({ asOfBlock: asked.asOfBlock, finalBlock: point.finalBlock });
  }
  return describeExport(asked, point, `${request.baseUrl}${request.path}`, parts.chainId);
}

async function sendRows(
  parts: ExportParts,
  { format, name }: ExportRequest,
  rows: SqlText,
  description: ExportDescription,
  response: Response,
): Promise<void> {
  const opened = await openExport({ url: parts.databaseUrl, timeoutMs: parts.settings.timeoutMs }, rows);
  const gone = new AbortController();
  const onClose = (): void => {
    gone.abort();
    opened.close();
  };
  response.once('close', onClose);
  try {
    if (response.destroyed) return;
    if (format === 'parquet') {
      const csv = opened.copy(buildPlainCopy);
      const columns = opened.columns;
      await withFolder(async (folder) => {
        const metadata = { list: name, chain_id: String(parts.chainId), as_of_block: String(description.asOfBlock) };
        const file = await writeParquet(csv, columns, {
          folder,
          maximumBytes: parts.settings.maxTemporaryBytes,
          metadata,
          signal: gone.signal,
        });
        response.set('content-length', String((await stat(file)).size));
        response.set('x-row-count', String(await opened.finish()));
        await pipeline(createReadStream(file), response);
      });
      return;
    }
    response.set('trailer', 'x-row-count');
    await pipeline(opened.copy(format === 'csv' ? buildCsvCopy : buildNdjsonCopy), response, { end: false });
    // Whoever got this got everything; what is cut off has no end in the chunked coding either.
    response.addTrailers({ 'x-row-count': String(await opened.finish()) });
    response.end();
  } finally {
    response.off('close', onClose);
    opened.close();
  }
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-export-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
