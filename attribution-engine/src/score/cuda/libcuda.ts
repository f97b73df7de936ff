import { BackendUnavailableError } from '../errors.js';

/** The driver's functions that are used, as C declares them; handles and addresses are 64 bits wide. */
const SIGNATURES = {
  cuInit: ['uint32'],
  cuDriverGetVersion: ['void *'],
  cuDeviceGetCount: ['void *'],
  cuDeviceGet: ['void *', 'int32'],
  cuDeviceGetName: ['void *', 'int32', 'int32'],
  cuDeviceGetAttribute: ['void *', 'int32', 'int32'],
  cuDevicePrimaryCtxRetain: ['void *', 'int32'],
  cuDevicePrimaryCtxRelease_v2: ['int32'],
  cuCtxSetCurrent: ['uint64'],
  cuMemGetInfo_v2: ['void *', 'void *'],
  cuMemAlloc_v2: ['void *', 'uint64'],
  cuMemFree_v2: ['uint64'],
  cuMemsetD8_v2: ['uint64', 'uint8', 'uint64'],
  cuMemcpyHtoD_v2: ['uint64', 'void *', 'uint64'],
  cuMemcpyDtoH_v2: ['void *', 'uint64', 'uint64'],
  cuMemcpyDtoD_v2: ['uint64', 'uint64', 'uint64'],
  cuModuleLoadDataEx: ['void *', 'void *', 'uint32', 'void *', 'void *'],
  cuModuleUnload: ['uint64'],
  cuModuleGetFunction: ['void *', 'uint64', 'str'],
  cuFuncSetAttribute: ['uint64', 'int32', 'int32'],
  cuOccupancyMaxActiveBlocksPerMultiprocessor: ['void *', 'uint64', 'int32', 'uint64'],
  cuLaunchKernel: [
    'uint64',
    ...['uint32', 'uint32', 'uint32'],
    ...['uint32', 'uint32', 'uint32'],
    ...['uint32', 'uint64', 'void *', 'void *'],
  ],
  cuEventCreate: ['void *', 'uint32'],
  cuEventRecord: ['uint64', 'uint64'],
  cuEventSynchronize: ['uint64'],
  cuEventElapsedTime: ['void *', 'uint64', 'uint64'],
  cuEventDestroy_v2: ['uint64'],
} as const;

export type CudaFunction = keyof typeof SIGNATURES;
type Argument = number | bigint | string | NodeJS.ArrayBufferView | null;

/** libcuda, called through koffi. */
export interface Libcuda {
  /** Returns the CUresult; 0 is success. */
  call(name: CudaFunction, ...values: Argument[]): number;
  /** "CUDA_ERROR_OUT_OF_MEMORY, out of memory". */
  describe(result: number): string;
  /** Where the bytes of `view` are; valid for as long as it is referenced. */
  addressOf(view: NodeJS.ArrayBufferView): bigint;
}

/**
 * @param path of the driver's library
 * @throws {BackendUnavailableError} where koffi or the library is absent, or the library lacks a function
 */
export async function loadLibcuda(path = 'libcuda.so.1'): Promise<Libcuda> {
  const unavailable = (what: string, cause: unknown): BackendUnavailableError => {
    const line = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    return new BackendUnavailableError({ name: 'cuda', reason: `${what} (${line})` });
  };
  const { default: koffi } = await import('koffi').catch((cause: unknown) => {
    throw unavailable('the optional package koffi could not be loaded', cause);
  });
  try {
    const library = koffi.load(path);
    /** Drivers of CUDA 13 know the newer form of a function under its old name plus `_v2`. */
    const find = (name: string, types: readonly string[]): ReturnType<typeof library.func> => {
      try {
        return library.func(name, 'int32', [...types]);
      } catch (cause) {
        if (name.endsWith('_v2')) throw cause;
        return library.func(`${name}_v2`, 'int32', [...types]);
      }
    };
    const functions = new Map(Object.entries(SIGNATURES).map(([name, types]) => [name, find(name, types)]));
    const getErrorName = library.func('int32 cuGetErrorName(int32 result, _Out_ const char **text)');
    const getErrorString = library.func('int32 cuGetErrorString(int32 result, _Out_ const char **text)');
    return {
      call: (name, ...values) => functions.get(name)!(...values) as number,
      describe(result) {
        const texts = [getErrorName, getErrorString].map((get) => {
          const text: [string | null] = [null];
          get(result, text);
          return text[0];
        });
        return texts.filter(Boolean).join(', ') || `CUresult ${result}`;
      },
      addressOf: (view) => koffi.address(view),
    };
  } catch (cause) {
    throw unavailable(`the NVIDIA driver's ${path} could not be loaded`, cause);
  }
}
