import { randomUUID } from 'node:crypto';
import {
  BadFilterError,
  DatabaseUnavailableError,
  ExportTooLargeError,
  StatementTimeoutError,
  UnstorableTextError,
} from '@tributary/db';
import type { Response } from 'express';
import type { ReportError } from '../formatApiError.js';
import { sendError } from '../sendError.js';
import { BadExportError, ExportNotFoundError, NotFinalError, TooManyExportsError } from './errors.js';

const RETRY_AFTER_SECONDS = 10;

/** Answers with what went wrong, when nothing was sent yet; else cuts the answer off, so that nobody takes a part for all. */
export function sendExportError(response: Response, error: unknown, report: ReportError): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  for (const header of response.getHeaderNames()) {
    if (
      /^(etag|link|content-disposition|content-type|content-length|trailer|x-as-of|x-newest|x-row|cache-control)/.test(
        header,
      )
    )
      response.removeHeader(header);
  }
  const [status, code] = describe(error);
  if (status === 429 || status === 503) response.set('retry-after', String(RETRY_AFTER_SECONDS));
  if (status !== 500) return sendError(response, status, code, (error as Error).message);
  const incidentId = randomUUID();
  report({ incidentId, error });
  sendError(response, status, code, 'something went wrong here; report the incident id if it happens again', {
    incidentId,
  });
}

function describe(error: unknown): [status: number, code: string] {
  if (error instanceof ExportNotFoundError) return [404, error.code];
  if (error instanceof BadExportError) return [400, error.code];
  if (error instanceof BadFilterError) return [400, 'BAD_FILTER'];
  if (error instanceof UnstorableTextError) return [400, 'BAD_TEXT'];
  if (error instanceof NotFinalError) return [409, error.code];
  if (error instanceof ExportTooLargeError) return [413, 'EXPORT_TOO_LARGE'];
  if (error instanceof TooManyExportsError) return [429, error.code];
  if (error instanceof StatementTimeoutError) return [503, 'TIMEOUT'];
  if (error instanceof DatabaseUnavailableError) return [503, 'DATABASE_UNAVAILABLE'];
  return [500, 'INTERNAL_SERVER_ERROR'];
}
