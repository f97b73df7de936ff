export * from './chain.js';
export { CHEATS, type Cheat } from './actors/cheats.js';
export { BlobStore } from './blobs/blobStore.js';
export { readConfig, DevnetConfigError, type DevnetConfig } from './config.js';
export { startDevnet, type Devnet } from './startDevnet.js';
