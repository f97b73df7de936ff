import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { ModelList, type ModelKind } from '#lib/api/operations.generated.ts';
import { modelKindWords } from '#lib/modelKindWords.ts';
import { readPage } from '#lib/page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const asked = url.searchParams.get('kind')?.toUpperCase() ?? '';
  const kind = Object.hasOwn(modelKindWords, asked) ? (asked as ModelKind) : null;
  const { models } = await fetchOperation(ModelList, { kind, ...readPage(url, 'page', 25) });
  return { models, kind };
};
