import { fetchOperation } from '#lib/api/fetchOperation.server.ts';
import { InferencePage } from '#lib/api/operations.generated.ts';
import { fetchBlob } from '#lib/blob/fetchBlob.server.ts';
import { parseTranscript } from '#lib/blob/parseTranscript.ts';
import { notFound } from '#lib/notFound.ts';
import type { PageServerLoad } from './$types';

const maxTranscriptBytes = 2 * 1024 ** 2;
const maxShownText = 20_000;

export const load: PageServerLoad = async ({ params, depends }) => {
  depends('tributary:inference');
  const { inferenceId } = params;
  const { inference } = await fetchOperation(InferencePage, { inferenceId });
  if (!inference) notFound('inference', inferenceId);
  if (inference.reconciliation?.isProvisional || inference.evidence.finality !== 'FINALIZED') {
    depends('tributary:finality');
  }
  const blob = await fetchBlob(inference.transcriptDigest, maxTranscriptBytes);
  const transcript = blob.found ? parseTranscript(blob.text) : null;
  return {
    inference,
    transcript: transcript && {
      prompt: transcript.prompt.slice(0, maxShownText),
      completion: transcript.completion.slice(0, maxShownText),
    },
    missing: blob.found ? (transcript ? null : 'they are not the JSON that the protocol asks for') : blob.reason,
  };
};
