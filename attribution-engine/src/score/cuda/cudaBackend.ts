import { checkedBackend } from '../checkedBackend.js';
import { RowCapacityError } from '../errors.js';
import { buildPaddedLayout } from '../gpu/paddedLayout.js';
import type { ScoringBackend } from '../scoringBackend.js';
import type { CudaDevice } from './cudaDevice.js';
import { createCudaRows } from './cudaRows.js';
import { createDotKernels, getTensorKernel, type TensorKernel } from './dotKernels.js';

/** Dot products that wait on the device to be copied out: so many, or a sixteenth of its memory. */
const OUTPUT_BYTES = 2 ** 30;
/** Left free for queries, kernels and the driver, beside the output. */
const RESERVED_BYTES = 256 * 1024 * 1024;

export interface CudaBackendOptions {
  /** Most bytes of dot products that wait on the device. */
  outputBytes?: number;
  /** Which tensor cores serve many queries; what the device is thought fastest with unless told. */
  tensorKernel?: TensorKernel;
  /** Is told how long the kernels of one `dot` took. */
  onDeviceMs?: (elapsedMs: number) => void;
}

/** Scores on an NVIDIA device, which the backend then owns; see `openCudaDevice`. */
export function createCudaBackend(device: CudaDevice, options: CudaBackendOptions = {}): ScoringBackend {
  const kernels = createDotKernels(device, getTensorKernel(device.computeCapability, options.tensorKernel));
  const outputBytes = options.outputBytes ?? Math.min(OUTPUT_BYTES, Math.floor(device.freeBytes / 16));
  const maxRowBytes = Math.max(0, device.freeBytes - outputBytes - RESERVED_BYTES);
  return checkedBackend({
    name: 'cuda',
    device: device.description,
    maxRowBytes,
    allocate(dimensions, capacity) {
      const layout = buildPaddedLayout(dimensions);
      if (capacity * layout.paddedWidth > maxRowBytes) {
        throw new RowCapacityError({ capacity, rowBytes: layout.paddedWidth, maxRowBytes });
      }
      return createCudaRows({ device, kernels, layout, capacity, ...options, outputBytes });
    },
    dispose: () => device.dispose(),
  });
}
