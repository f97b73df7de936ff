/** What a transcript says of the conversation; the rest of the blob (token ids, query record) is for the engine. */
export interface Transcript {
  prompt: string;
  completion: string;
}

/** Null when the text is no transcript: strangers may commit anything. */
export function parseTranscript(text: string): Transcript | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { prompt, completion } = value as Record<string, unknown>;
  return typeof prompt === 'string' && typeof completion === 'string' ? { prompt, completion } : null;
}
