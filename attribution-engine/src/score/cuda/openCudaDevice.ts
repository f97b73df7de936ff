import { BackendUnavailableError, DeviceLostError } from '../errors.js';
import { DeviceFaultError, DeviceMemoryError } from '../gpu/errors.js';
import type { CudaDevice, CudaKernel } from './cudaDevice.js';
import { loadLibcuda, type CudaFunction, type Libcuda } from './libcuda.js';

const MULTIPROCESSOR_COUNT = 16;
const COMPUTE_CAPABILITY_MAJOR = 75;
const COMPUTE_CAPABILITY_MINOR = 76;
const JIT_ERROR_LOG_BUFFER = 5;
const JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6;
const FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;
/** What every device gives a kernel that does not ask for more. */
const PLAIN_SHARED_BYTES = 48 * 1024;
const OUT_OF_MEMORY = 2;
/** From these errors on the context is of no more use: a new process may do better. */
const LOST = new Set([46, 214, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719]);
const MIN_COMPUTE_CAPABILITY = 61;

export interface OpenCudaDeviceOptions {
  /** Its number in the order of the driver, which CUDA_VISIBLE_DEVICES decides. */
  ordinal?: number;
  /** The driver's library. */
  libraryPath?: string;
}

/** Calls a function of the driver or throws. */
type Drive = (
  name: CudaFunction,
  ...values: Parameters<Libcuda['call']> extends [unknown, ...infer V] ? V : never
) => void;

/**
 * The primary context of an NVIDIA device, through the driver's library alone: no toolkit is needed. A context belongs
 * to a thread, so that every method makes it current first.
 *
 * @throws {BackendUnavailableError} where there is no driver, no such device, or one without `dp4a`
 */
export async function openCudaDevice(options: OpenCudaDeviceOptions = {}): Promise<CudaDevice> {
  const cuda = await loadLibcuda(options.libraryPath);
  const unavailable = (reason: string): BackendUnavailableError =>
    new BackendUnavailableError({ name: 'cuda', reason });
  const open: Drive = (name, ...values) => {
    const result = cuda.call(name, ...values);
    if (result !== 0) throw unavailable(`${name} failed: ${cuda.describe(result)}`);
  };
  const drive: Drive = (name, ...values) => {
    const result = cuda.call(name, ...values);
    if (result === 0) return;
    const reason = cuda.describe(result);
    if (LOST.has(result)) throw new DeviceLostError({ name: 'cuda', reason: `${name}: ${reason}` });
    throw new DeviceFaultError({ name: 'cuda', call: name, reason });
  };
  const getInt = (name: CudaFunction, ...values: number[]): number => {
    const out = new Int32Array(1);
    open(name, out, ...values);
    return out[0]!;
  };
  const getHandle = (call: Drive, name: CudaFunction, ...values: (number | bigint | string)[]): bigint => {
    const out = new BigUint64Array(1);
    call(name, out, ...values);
    return out[0]!;
  };

  open('cuInit', 0);
  const ordinal = options.ordinal ?? 0;
  const deviceCount = getInt('cuDeviceGetCount');
  if (ordinal >= deviceCount) throw unavailable(`the driver knows ${deviceCount} devices, not number ${ordinal}`);
  const device = getInt('cuDeviceGet', ordinal);
  const attribute = (number: number): number => getInt('cuDeviceGetAttribute', number, device);
  const computeCapability = attribute(COMPUTE_CAPABILITY_MAJOR) * 10 + attribute(COMPUTE_CAPABILITY_MINOR);
  const nameBytes = Buffer.alloc(256);
  open('cuDeviceGetName', nameBytes, nameBytes.length, device);
  const deviceName = nameBytes.toString('utf8', 0, nameBytes.indexOf(0));
  if (computeCapability < MIN_COMPUTE_CAPABILITY) {
    throw unavailable(`${deviceName} has compute capability ${computeCapability / 10}, dp4a needs 6.1`);
  }
  const driver = getInt('cuDriverGetVersion');
  const context = getHandle(open, 'cuDevicePrimaryCtxRetain', device);
  open('cuCtxSetCurrent', context);
  const memory = new BigUint64Array(2);
  open('cuMemGetInfo_v2', memory.subarray(0, 1), memory.subarray(1));

  const modules = new Map<bigint, bigint>();
  const events = [0, 1].map(() => getHandle(open, 'cuEventCreate', 0)) as [bigint, bigint];
  const enter = (): void => drive('cuCtxSetCurrent', context);
  const allowShared = (kernel: CudaKernel, sharedBytes: number): void => {
    if (sharedBytes <= PLAIN_SHARED_BYTES) return;
    drive('cuFuncSetAttribute', kernel.handle, FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
  };
  return {
    description: `CUDA, ${deviceName}, compute ${computeCapability / 10}, driver ${Math.floor(driver / 1000)}.${(driver % 1000) / 10}`,
    computeCapability,
    multiprocessorCount: attribute(MULTIPROCESSOR_COUNT),
    freeBytes: Number(memory[0]),
    allocate(byteCount) {
      enter();
      const out = new BigUint64Array(1);
      const result = cuda.call('cuMemAlloc_v2', out, byteCount);
      if (result === OUT_OF_MEMORY) {
        throw new DeviceMemoryError({ name: 'cuda', byteCount, reason: cuda.describe(result) });
      }
      if (result !== 0) throw new DeviceFaultError({ name: 'cuda', call: 'cuMemAlloc', reason: cuda.describe(result) });
      return out[0]!;
    },
    free(pointer) {
      // A context that was lost took its memory with it, and refuses everything.
      cuda.call('cuCtxSetCurrent', context);
      const result = cuda.call('cuMemFree_v2', pointer);
      if (result !== 0 && !LOST.has(result)) {
        throw new DeviceFaultError({ name: 'cuda', call: 'cuMemFree', reason: cuda.describe(result) });
      }
    },
    clear(pointer, byteCount) {
      enter();
      drive('cuMemsetD8_v2', pointer, 0, byteCount);
    },
    copyIn(to, from) {
      enter();
      drive('cuMemcpyHtoD_v2', to, from, from.byteLength);
    },
    copyWithin(to, from, byteCount) {
      enter();
      drive('cuMemcpyDtoD_v2', to, from, byteCount);
    },
    copyOut(to, from) {
      enter();
      drive('cuMemcpyDtoH_v2', to, from, to.byteLength);
    },
    compile(ptx, entry) {
      enter();
      const image = Buffer.from(`${ptx}\0`, 'latin1');
      const log = Buffer.alloc(8192);
      const keys = Int32Array.of(JIT_ERROR_LOG_BUFFER, JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
      const out = new BigUint64Array(1);
      const values = BigUint64Array.of(cuda.addressOf(log), BigInt(log.length));
      const result = cuda.call('cuModuleLoadDataEx', out, image, keys.length, keys, values);
      if (result !== 0) {
        const text = log.toString('latin1', 0, Math.max(0, log.indexOf(0))).trim();
        const reason = `${cuda.describe(result)}${text && `: ${text}`}`;
        throw new DeviceFaultError({ name: 'cuda', call: `cuModuleLoadDataEx of ${entry}`, reason });
      }
      const handle = getHandle(drive, 'cuModuleGetFunction', out[0]!, entry);
      modules.set(handle, out[0]!);
      return { handle };
    },
    countResidentBlocks(kernel, { threads, sharedBytes }) {
      enter();
      allowShared(kernel, sharedBytes);
      const out = new Int32Array(1);
      drive('cuOccupancyMaxActiveBlocksPerMultiprocessor', out, kernel.handle, threads, sharedBytes);
      return out[0]!;
    },
    launch(kernel, { blocks, threads, sharedBytes }, values) {
      enter();
      allowShared(kernel, sharedBytes);
      // One 8-byte slot a parameter, and the array of their addresses that cuLaunchKernel wants.
      const slots = new BigUint64Array(values.length);
      values.forEach((value, i) => (slots[i] = BigInt(value)));
      const base = cuda.addressOf(slots);
      const addresses = BigUint64Array.from(slots, (_, i) => base + BigInt(i * 8));
      drive('cuLaunchKernel', kernel.handle, blocks, 1, 1, threads, 1, 1, sharedBytes, 0, addresses, null);
    },
    measureMs(queue) {
      enter();
      const [start, end] = events;
      drive('cuEventRecord', start, 0);
      queue();
      drive('cuEventRecord', end, 0);
      drive('cuEventSynchronize', end);
      const elapsed = new Float32Array(1);
      drive('cuEventElapsedTime', elapsed, start, end);
      return elapsed[0]!;
    },
    dispose() {
      // A context that was lost refuses these; there is nothing left to release then.
      cuda.call('cuCtxSetCurrent', context);
      for (const event of events) cuda.call('cuEventDestroy_v2', event);
      for (const module of modules.values()) cuda.call('cuModuleUnload', module);
      cuda.call('cuDevicePrimaryCtxRelease_v2', device);
    },
  };
}
