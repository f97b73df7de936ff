import type { ErrorRequestHandler } from 'express';
import { ClientError } from './errors.js';
import type { ReportError } from './formatApiError.js';
import { CostBudgetSpentError } from './safety/errors.js';
import { sendError } from './sendError.js';

/** The last handler: what a client got wrong is its error, anything else is ours. No stack leaves either way. */
export function answerBrokenRequest(report: ReportError, maxBodyBytes: number): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, _next) => {
    if (response.headersSent) return response.destroy();
    if (error instanceof CostBudgetSpentError) {
      const { code, message, retryAfterSeconds } = error;
      response.set('retry-after', String(retryAfterSeconds));
      return sendError(response, 429, code, message, { retryAfterSeconds });
    }
    if (error instanceof ClientError) return sendError(response, 400, error.code, error.message);
    // Body parser errors carry a status.
    const status = error.status ?? 500;
    if (status === 413)
      return sendError(response, 413, 'BODY_TOO_LARGE', `a request holds at most ${maxBodyBytes} bytes`);
    if (status >= 400 && status < 500)
      return sendError(response, status, 'BAD_REQUEST', 'the request body cannot be read; send JSON');
    report({ incidentId: 'http', error });
    return sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'something went wrong here; try again');
  };
}
