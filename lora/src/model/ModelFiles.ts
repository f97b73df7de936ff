/** A model or adapter as its files: name without folder → bytes. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;
