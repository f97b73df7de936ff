export { type BlockHeader } from './BlockHeader.js';
export { type ChainLog, type Checkpoint } from './ChainLog.js';
export { createChainReader, type ChainReader, type ChainReaderOptions } from './createChainReader.js';
export * from './errors.js';
export { serveVerifiedRpc, type ServedRpc, type VerifiedRpcOptions } from './serveVerifiedRpc.js';
export { nameOfUrl, redact } from './redactUrl.js';
export { fetchChainId } from './fetchChainId.js';
export { type LogQuery } from './VerifiedChain.js';
