import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { DatanetPage } from '#lib/api/operations.generated.ts';
import { fetchBlob } from '#lib/blob/fetchBlob.server.ts';
import { parseDatanetMetadata } from '#lib/blob/parseDatanetMetadata.ts';
import { notFound } from '#lib/notFound.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

const maxMetadataBytes = 256 * 1024;

export const load: PageServerLoad = async ({ params, url }) => {
  const { datanetId } = params;
  const { datanet } = await fetchOperation(DatanetPage, { datanetId, ...readPage(url, 'contributions', 25) });
  if (!datanet) notFound('datanet', datanetId);
  const blob = await fetchBlob(datanet.metadataDigest, maxMetadataBytes);
  const metadata = blob.found ? parseDatanetMetadata(blob.text) : null;
  const missing = blob.found ? (metadata ? null : 'they are not the JSON that the protocol asks for') : blob.reason;
  return { datanet, metadata, missing };
};
