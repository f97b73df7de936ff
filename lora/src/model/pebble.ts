/** The base model committed with this package (`models/pebble`, made by `scripts/trainBase.mjs`): where it lies, and its digest. */
export const PEBBLE = {
  folder: new URL('../../models/pebble', import.meta.url),
  /** As `digestModelFiles` computes it. */
  digest: '42950485e8bd039d7bd415e0d9375a152a1da9b2da731038786559d7808ae41f',
} as const;
