/** A stream of a confluence as an SVG path, from its row at one bank to its place in the throat. */
export interface Stream {
  path: string;
}

interface Bank {
  /** Non-negative sizes, top to bottom. Only their ratios matter; all zero means all equal. */
  sizes: readonly number[];
  side: 'left' | 'right';
}

interface Frame {
  width: number;
  height: number;
  rowHeight: number;
  /** Thickness of all streams together where they meet. */
  throat: number;
}

/** Thinnest stream still visible. */
const thinnest = 1.5;

/**
 * Draws the streams of one bank: each leaves the middle of its row, as thick as its part of the whole, and bends into
 * the throat at mid-width, where the streams lie side by side without a gap. Rows are centred in the frame's height.
 */
export function drawBank({ sizes, side }: Bank, frame: Frame): Stream[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = sizes.map((size) => (total > 0 ? size / total : 1 / sizes.length));
  const middle = frame.width / 2;
  const bankX = side === 'left' ? 0 : frame.width;
  const bend = (bankX + middle) / 2;
  const firstRow = (frame.height - sizes.length * frame.rowHeight) / 2 + frame.rowHeight / 2;
  let throatY = (frame.height - frame.throat) / 2;
  return shares.map((share, index) => {
    const thickness = share * frame.throat;
    const drawn = Math.max(thickness, thinnest) / 2;
    const bankY = firstRow + index * frame.rowHeight;
    const meetY = throatY + thickness / 2;
    throatY += thickness;
    const n = (value: number) => Number(value.toFixed(1));
    const path =
      `M${n(bankX)} ${n(bankY - drawn)}C${n(bend)} ${n(bankY - drawn)} ${n(bend)} ${n(meetY - drawn)} ${n(middle)} ${n(meetY - drawn)}` +
      `V${n(meetY + drawn)}C${n(bend)} ${n(meetY + drawn)} ${n(bend)} ${n(bankY + drawn)} ${n(bankX)} ${n(bankY + drawn)}Z`;
    return { path };
  });
}
