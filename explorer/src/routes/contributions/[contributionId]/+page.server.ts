import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { ContributionPage } from '#lib/api/operations.generated.ts';
import { fetchBlob } from '#lib/blob/fetchBlob.server.ts';
import { parseRows } from '#lib/blob/parseRows.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

const maxContentBytes = 8 * 1024 ** 2;
const sampleRows = 5;
const maxRowText = 4_000;

export const load: PageServerLoad = async ({ params, url }) => {
  const { contributionId } = params;
  const shaped = readPage(url, 'shaped', 15);
  const payouts = readPage(url, 'payouts', 15);
  const { contribution } = await fetchOperation(ContributionPage, {
    contributionId,
    shapedFirst: shaped.first,
    shapedAfter: shaped.after,
    shapedLast: shaped.last,
    shapedBefore: shaped.before,
    payoutsFirst: payouts.first,
    payoutsAfter: payouts.after,
    payoutsLast: payouts.last,
    payoutsBefore: payouts.before,
  });
  if (!contribution) notFound('contribution', contributionId);

  const wanted = readWantedRow(url);
  const blob = await fetchBlob(contribution.contentDigest, maxContentBytes);
  const rows = (blob.found ? parseRows(blob.text, wanted ?? [...Array(sampleRows).keys()]) : []).map((row) => ({
    ...row,
    prompt: row.prompt.slice(0, maxRowText),
    completion: row.completion.slice(0, maxRowText),
    source: row.source.slice(0, 400),
  }));
  return {
    contribution,
    rows,
    wantedRow: wanted?.[0] ?? null,
    missing: blob.found ? (rows.length > 0 ? null : 'they hold no such row') : blob.reason,
  };
};

/** `?row=12` shows that one row. */
function readWantedRow(url: URL): [number] | null {
  const text = url.searchParams.get('row') ?? '';
  return /^\d{1,7}$/.test(text) ? [Number(text)] : null;
}
