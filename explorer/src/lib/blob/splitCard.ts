/** A line of meaning in a model card. */
export interface CardBlock {
  kind: 'heading' | 'item' | 'text';
  text: string;
}

/**
 * Splits a Markdown card into headings, list items and paragraphs so that it reads like a page. Everything else of
 * Markdown (links, emphasis, HTML) stays the plain text it is.
 */
export function splitCard(text: string): CardBlock[] {
  const blocks: CardBlock[] = [];
  let open: CardBlock | null = null;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (!trimmed) {
      open = null;
      continue;
    }
    const heading = /^#{1,6}\s+(.*)$/.exec(trimmed);
    const item = /^[-*]\s+(.*)$/.exec(trimmed);
    if (heading) {
      blocks.push({ kind: 'heading', text: heading[1] ?? '' });
      open = null;
    } else if (item) {
      blocks.push({ kind: 'item', text: item[1] ?? '' });
      open = null;
    } else if (open) {
      open.text += ` ${trimmed}`;
    } else {
      open = { kind: 'text', text: trimmed };
      blocks.push(open);
    }
  }
  return blocks.slice(0, 400);
}
