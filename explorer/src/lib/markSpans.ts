/** A run of an answer that training rows hold word for word; offsets in UTF-16. */
export interface Span<Row> {
  start: number;
  end: number;
  rowCount: number;
  rows: Row[];
}

/** A piece of a text, with the span it belongs to. */
export interface MarkedPiece<Row> {
  text: string;
  span: Span<Row> | undefined;
}

/**
 * Cuts a text into pieces at its spans. Where spans overlap, the one that begins first keeps what both hold. What lies
 * outside the text is left out.
 */
export function markSpans<Row>(text: string, spans: readonly Span<Row>[]): MarkedPiece<Row>[] {
  const pieces: MarkedPiece<Row>[] = [];
  let at = 0;
  const add = (end: number, span: Span<Row> | undefined): void => {
    if (end > at) pieces.push({ text: text.slice(at, end), span });
    at = Math.max(at, end);
  };
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start >= text.length || span.rows.length === 0) continue;
    add(span.start, undefined);
    add(Math.min(span.end, text.length), span);
  }
  add(text.length, undefined);
  return pieces;
}
