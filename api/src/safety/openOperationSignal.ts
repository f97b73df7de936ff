import type { ServerResponse } from 'node:http';
import { ClientGoneError, OperationTimeoutError } from './errors.js';

/**
 * Aborted when the time of a request is up (with {@link OperationTimeoutError}) or its client hangs up before the answer
 * (with {@link ClientGoneError}); never once the answer is out.
 */
export function openOperationSignal(response: ServerResponse, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new OperationTimeoutError({ timeoutMs })), timeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(new ClientGoneError());
  });
  return controller.signal;
}
