import { BackendUnavailableError } from './errors.js';
import { firstPresent } from './firstPresent.js';
import type { OpenBackendOptions } from './openBackend.js';
import { createReferenceBackend } from './referenceBackend.js';
import type { ScoringBackend } from './scoringBackend.js';
import { startWebThread } from './wasm/startWebThread.js';
import { createWasmBackend } from './wasm/wasmBackend.js';
import { createWebgpuBackend } from './webgpu/webgpuBackend.js';

/**
 * The backend of that name in a browser; `auto` is the fastest one present. Threads share memory, which a page may only
 * do that is cross-origin isolated (the headers COOP `same-origin` and COEP `require-corp`): elsewhere wasm has one.
 *
 * @throws {UnknownBackendError} {@link BackendUnavailableError} where one is named that this browser lacks
 */
export function openBrowserBackend(name = 'auto', options: OpenBackendOptions = {}): Promise<ScoringBackend> {
  const threads = crossOriginIsolated ? (options.threads ?? navigator.hardwareConcurrency) : 1;
  return firstPresent(
    name,
    {
      webgpu: async (isNamed) => {
        // Absent in browsers without WebGPU and on pages that are no secure context, whatever its type says.
        const gpu = navigator.gpu as GPU | undefined;
        if (!gpu) throw new BackendUnavailableError({ name: 'webgpu', reason: 'this page has no navigator.gpu' });
        return createWebgpuBackend(gpu, { allowSoftware: isNamed });
      },
      wasm: async () => createWasmBackend({ threads, startThread: startWebThread }),
      reference: async () => createReferenceBackend(),
    },
    options.log,
  );
}
