/** Numbers by position, wherever they lie. Positions are the caller's to check. */
export interface Column {
  readonly length: number;
  get(position: number): number;
}

/** A column in memory. */
export function createArrayColumn(array: Uint16Array | Uint32Array): Column {
  return { length: array.length, get: (position) => array[position]! };
}
