import { BackendUnavailableError } from '../errors.js';
import { refuseWrongIntegers } from '../gpu/refuseWrongIntegers.js';
import type { ScoringBackend } from '../scoringBackend.js';
import { createCudaBackend, type CudaBackendOptions } from './cudaBackend.js';
import { getTensorKernel } from './dotKernels.js';
import { openCudaDevice, type OpenCudaDeviceOptions } from './openCudaDevice.js';

/** Each number of queries that `dotFew` has a kernel for, and more than a tile of `dotMany`. */
const TRIALS = [1, 2, 3, 4, 5, 6, 7, 8, 260];

/**
 * The CUDA backend of this machine, tried. Where the tensor cores' newest instructions fail the trial, it does with the
 * older ones.
 *
 * @throws {BackendUnavailableError} where there is no NVIDIA driver or device, or its integers are wrong
 */
export async function openCudaBackend(
  options: CudaBackendOptions & OpenCudaDeviceOptions = {},
): Promise<ScoringBackend> {
  const device = await openCudaDevice(options);
  const hasChoice = !options.tensorKernel && getTensorKernel(device.computeCapability) === 'wgmma';
  const opening = refuseWrongIntegers(createCudaBackend(device, options), TRIALS);
  if (!hasChoice) return opening;
  return opening.catch(async (error: unknown) => {
    if (!(error instanceof BackendUnavailableError)) throw error;
    const plain = createCudaBackend(await openCudaDevice(options), { ...options, tensorKernel: 'mma' });
    return refuseWrongIntegers(plain, TRIALS);
  });
}
