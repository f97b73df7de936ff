import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { AccountPage } from '#lib/api/operations.generated.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const address = params.address.toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(address)) notFound('account', params.address);
  const payouts = readPage(url, 'payouts', 15);
  const contributions = readPage(url, 'contributions', 15);
  const paid = readPage(url, 'asked', 15);
  const { account } = await fetchOperation(AccountPage, {
    address,
    payoutsFirst: payouts.first,
    payoutsAfter: payouts.after,
    payoutsLast: payouts.last,
    payoutsBefore: payouts.before,
    contributionsFirst: contributions.first,
    contributionsAfter: contributions.after,
    contributionsLast: contributions.last,
    contributionsBefore: contributions.before,
    paidFirst: paid.first,
    paidAfter: paid.after,
    paidLast: paid.last,
    paidBefore: paid.before,
  });
  if (!account) notFound('account', params.address);
  return { account };
};
