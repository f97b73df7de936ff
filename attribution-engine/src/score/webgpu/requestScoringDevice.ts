import { BackendUnavailableError } from '../errors.js';

const INT8_DOT_PRODUCT = 'packed_4x8_integer_dot_product';
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bcpu\b/i;

/** A device and what it is. */
export interface ScoringDevice {
  readonly device: GPUDevice;
  /** For evidence, such as "nvidia hopper, NVIDIA H200". */
  readonly description: string;
}

/**
 * A device of the fastest adapter, with the largest buffers it offers.
 *
 * @param allowSoftware accept an adapter that computes on the CPU: right, and slower than WebAssembly
 * @throws {BackendUnavailableError} where no adapter is acceptable
 */
export async function requestScoringDevice(gpu: GPU, allowSoftware: boolean): Promise<ScoringDevice> {
  const unavailable = (reason: string): BackendUnavailableError =>
    new BackendUnavailableError({ name: 'webgpu', reason });
  if (!gpu.wgslLanguageFeatures.has(INT8_DOT_PRODUCT)) {
    throw unavailable(`this WebGPU has no ${INT8_DOT_PRODUCT}`);
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw unavailable('no adapter was found');
  const { vendor, architecture, device: name, description: text, isFallbackAdapter } = adapter.info;
  const description =
    [`${vendor} ${architecture}`.trim(), text || name].filter(Boolean).join(', ') || 'unnamed adapter';
  if (!allowSoftware && (isFallbackAdapter || SOFTWARE.test(`${description} ${name}`))) {
    throw unavailable(`the only adapter, ${description}, computes on the CPU`);
  }
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
  });
  return { device, description };
}
