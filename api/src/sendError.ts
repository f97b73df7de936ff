import type { Response } from 'express';

/** Answers outside GraphQL in the form of GraphQL errors, so that a client reads one form only. */
export function sendError(
  response: Response,
  status: number,
  code: string,
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  response.status(status).json({ errors: [{ message, extensions: { code, ...facts } }] });
}
