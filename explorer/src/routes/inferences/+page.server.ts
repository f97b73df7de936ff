import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { InferenceList } from '#lib/api/operations.generated.ts';
import { readPage } from '#lib/page.ts';
import { parseVerdicts } from '#lib/verdict.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, depends }) => {
  const verdicts = parseVerdicts(url.searchParams.get('verdict'));
  if (!url.searchParams.has('page')) depends('tributary:latest', 'tributary:finality');
  const { inferences } = await fetchOperation(InferenceList, {
    verdicts: verdicts.length > 0 ? verdicts : null,
    ...readPage(url, 'page', 30),
  });
  return { inferences, verdicts };
};
