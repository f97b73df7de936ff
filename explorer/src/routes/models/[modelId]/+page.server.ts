import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { ModelPage } from '#lib/api/operations.generated.ts';
import { fetchBlob } from '#lib/blob/fetchBlob.server.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

const maxCardBytes = 512 * 1024;
const maxCardText = 20_000;

export const load: PageServerLoad = async ({ params, url }) => {
  const { modelId } = params;
  const { model } = await fetchOperation(ModelPage, { modelId, ...readPage(url, 'inferences', 20) });
  if (!model) notFound('model', modelId);
  const blob = await fetchBlob(model.cardDigest, maxCardBytes);
  return {
    model,
    card: blob.found ? blob.text.slice(0, maxCardText) : null,
    missing: blob.found ? null : blob.reason,
  };
};
