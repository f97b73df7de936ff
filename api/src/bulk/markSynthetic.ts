import type { Response } from 'express';

/** A ledger that no chain made says so in the headers of its files and in their names, which they keep once saved. */
export function markSynthetic(response: Response): void {
  const disposition = response.get('content-disposition') ?? '';
  response.set('x-synthetic', 'true');
  response.set('content-disposition', disposition.replace('filename="', 'filename="synthetic-'));
}
