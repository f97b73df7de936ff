/** Rows from which an index counts as large: smaller ones are noisier and have other gates and floors. */
export const LARGE_INDEX_ROWS = 300;
