import type { CudaDevice, CudaKernel, LaunchShape } from './cudaDevice.js';
import { buildDotFewPtx } from './dotFewPtx.js';
import {
  buildDotHopperPtx,
  HOPPER_SHARED_BYTES,
  HOPPER_THREADS,
  HOPPER_TILE_QUERIES,
  HOPPER_TILE_ROWS,
} from './dotHopperPtx.js';
import { buildDotManyPtx, MANY_THREADS, MANY_TILE_QUERIES, MANY_TILE_ROWS } from './dotManyPtx.js';

/** How int8 tensor cores are used: by every device that has them, or as only compute capability 9.0 can. */
export type TensorKernel = 'mma' | 'wgmma';

const TURING_CAPABILITY = 75;
const MMA_CAPABILITY = 80;
const WGMMA_CAPABILITY = 90;

/** The kernel for many queries, and the tile that one of its blocks computes. */
export interface ManyKernel extends Omit<LaunchShape, 'blocks'> {
  readonly kernel: CudaKernel;
  readonly tileRows: number;
  readonly tileQueries: number;
}

/** The kernels of a device, each compiled when it is first needed. */
export interface DotKernels {
  /** Which tensor cores {@link many} uses; null where the device has none for int8. */
  readonly tensorKernel: TensorKernel | null;
  few(queryCount: number): CudaKernel;
  many(): ManyKernel;
}

/** The tensor cores that a device is thought to be fastest with, or those wanted; null where it has none for int8. */
export function getTensorKernel(computeCapability: number, wanted?: TensorKernel): TensorKernel | null {
  if (computeCapability < MMA_CAPABILITY) return null;
  return wanted ?? (computeCapability === WGMMA_CAPABILITY ? 'wgmma' : 'mma');
}

export function createDotKernels(device: CudaDevice, tensorKernel: TensorKernel | null): DotKernels {
  const compiled = new Map<string, CudaKernel>();
  const get = (key: string, entry: string, build: () => string): CudaKernel => {
    const kernel = compiled.get(key) ?? device.compile(build(), entry);
    compiled.set(key, kernel);
    return kernel;
  };
  const target = device.computeCapability < TURING_CAPABILITY ? 'sm_61' : 'sm_75';
  return {
    tensorKernel,
    few: (queryCount) => get(`few${queryCount}`, 'dotFew', () => buildDotFewPtx(queryCount, target)),
    many: () =>
      tensorKernel === 'wgmma'
        ? {
            kernel: get('wgmma', 'dotMany', buildDotHopperPtx),
            threads: HOPPER_THREADS,
            sharedBytes: HOPPER_SHARED_BYTES,
            tileRows: HOPPER_TILE_ROWS,
            tileQueries: HOPPER_TILE_QUERIES,
          }
        : {
            kernel: get('mma', 'dotMany', buildDotManyPtx),
            threads: MANY_THREADS,
            sharedBytes: 0,
            tileRows: MANY_TILE_ROWS,
            tileQueries: MANY_TILE_QUERIES,
          },
  };
}
