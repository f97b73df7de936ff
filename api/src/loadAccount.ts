import { type AccountRow, accountSource } from '@tributary/db';
import type { Loaders } from './Loaders.js';

/** The account with this address; one that no event names yet, such as a recipient who was never paid, is made up. */
export async function loadAccount(loaders: Loaders, address: string): Promise<AccountRow> {
  return (await loaders.row(accountSource, address)) ?? { id: address, address, firstSeenBlockNumber: null };
}
