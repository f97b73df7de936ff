/** What an owner says of a datanet. */
export interface DatanetMetadata {
  summary: string;
  description: string;
  tags: string[];
}

/** Null when the text is not the JSON that docs/protocol.md describes. */
export function parseDatanetMetadata(text: string): DatanetMetadata | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { summary, description, tags } = value as Record<string, unknown>;
    return {
      summary: typeof summary === 'string' ? summary : '',
      description: typeof description === 'string' ? description : '',
      tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string').slice(0, 12) : [],
    };
  } catch {
    return null;
  }
}
