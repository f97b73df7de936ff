/** Entries that one read of a feed gives. */
export const PAGE_SIZE = 250;

/** Changes that a cursor may lie behind. */
export const MAX_REPLAY = 10_000;
