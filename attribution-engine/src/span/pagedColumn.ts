import type { ByteSource } from './byteSource.js';
import type { Column } from './column.js';

const PAGE_ELEMENTS = 1024;

/** What a column in memory, or the pages of one on disk, take. */
export const elementSize = (elementBytes: number): number => (elementBytes === 2 ? 2 : 4);

/** A column whose elements of 2, 3 or 4 bytes stay in the source; the pages last read are kept, one a slot. */
export function createPagedColumn(
  source: ByteSource,
  place: { offset: number; length: number; elementBytes: number },
  memoryBytes: number,
): Column {
  const { offset, length, elementBytes } = place;
  const pages = Math.ceil(length / PAGE_ELEMENTS);
  const fitting = Math.floor(memoryBytes / (PAGE_ELEMENTS * elementSize(elementBytes)));
  const slots = Math.max(1, Math.min(pages, fitting));
  const pageOf = new Float64Array(slots).fill(-1);
  const kept = Array.from({ length: slots }, (): Uint16Array | Uint32Array | undefined => undefined);
  return {
    length,
    get(position) {
      const page = Math.floor(position / PAGE_ELEMENTS);
      const slot = page % slots;
      const begin = page * PAGE_ELEMENTS;
      if (pageOf[slot] !== page) {
        const count = Math.max(0, Math.min(PAGE_ELEMENTS, length - begin));
        kept[slot] = readElements(source, offset + begin * elementBytes, count, elementBytes);
        pageOf[slot] = page;
      }
      return kept[slot]![position - begin]!;
    },
  };
}

/** `count` elements from the source, little-endian. */
export function readElements(
  source: ByteSource,
  offset: number,
  count: number,
  elementBytes: number,
): Uint16Array | Uint32Array {
  const elements = elementBytes === 2 ? new Uint16Array(count) : new Uint32Array(count);
  if (elementBytes !== 3) {
    source.read(offset, new Uint8Array(elements.buffer));
    return elements;
  }
  const piece = new Uint8Array(3 * Math.min(count, 1 << 20));
  for (let done = 0; done < count;) {
    const part = piece.subarray(0, 3 * Math.min(count - done, 1 << 20));
    source.read(offset + done * 3, part);
    for (let i = 0; i < part.length; i += 3) {
      elements[done++] = part[i]! | (part[i + 1]! << 8) | (part[i + 2]! << 16);
    }
  }
  return elements;
}
