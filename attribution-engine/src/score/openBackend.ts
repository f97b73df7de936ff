import { availableParallelism } from 'node:os';
import { openCudaBackend } from './cuda/openCudaBackend.js';
import { BackendUnavailableError } from './errors.js';
import { firstPresent } from './firstPresent.js';
import { hasVulkanLoader } from './hasVulkanLoader.js';
import { createReferenceBackend } from './referenceBackend.js';
import type { ScoringBackend } from './scoringBackend.js';
import { startNodeThread } from './wasm/startNodeThread.js';
import { createWasmBackend } from './wasm/wasmBackend.js';
import { openNodeWebgpuBackend } from './webgpu/openNodeWebgpuBackend.js';

/** How a backend is opened. */
export interface OpenBackendOptions {
  /** Threads of the wasm backend; all cores unless told. */
  threads?: number;
  /** Is told what is absent and why, and what was chosen. */
  log?: (line: string) => void;
}

/**
 * The backend of that name in Node; `auto` is the fastest one present. In a browser `openBrowserBackend` does it.
 *
 * @throws {UnknownBackendError} {@link BackendUnavailableError} where one is named that this machine lacks
 */
export function openBackend(name = 'auto', options: OpenBackendOptions = {}): Promise<ScoringBackend> {
  const threads = options.threads ?? availableParallelism();
  return firstPresent(
    name,
    {
      cuda: async () => openCudaBackend(),
      webgpu: async (isNamed) => {
        if (!(await hasVulkanLoader())) {
          throw new BackendUnavailableError({ name: 'webgpu', reason: 'there is no Vulkan loader, libvulkan.so.1' });
        }
        return openNodeWebgpuBackend({ allowSoftware: isNamed });
      },
      wasm: async () => createWasmBackend({ threads, startThread: startNodeThread }),
      reference: async () => createReferenceBackend(),
    },
    options.log,
  );
}
