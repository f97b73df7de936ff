/** `@tributary/attribution-engine/score`: scoring for browsers; nothing here needs Node. */
export * from './errors.js';
export * from './gpu/errors.js';
export * from './openBrowserBackend.js';
export * from './referenceBackend.js';
export * from './scoringBackend.js';
export * from './wasm/startWebThread.js';
export * from './wasm/wasmBackend.js';
export * from './webgpu/webgpuBackend.js';
