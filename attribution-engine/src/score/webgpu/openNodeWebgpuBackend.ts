import type { ScoringBackend } from '../scoringBackend.js';
import { loadNodeGpu } from './loadNodeGpu.js';
import { createWebgpuBackend, type WebgpuBackendOptions } from './webgpuBackend.js';

/**
 * The WebGPU backend of this machine in Node, tried.
 *
 * @throws {BackendUnavailableError} where the package `webgpu` or an adapter is absent, or its integers are wrong
 */
export async function openNodeWebgpuBackend(
  options: WebgpuBackendOptions & { dawnOptions?: readonly string[] } = {},
): Promise<ScoringBackend> {
  return createWebgpuBackend(await loadNodeGpu(options.dawnOptions), options);
}
