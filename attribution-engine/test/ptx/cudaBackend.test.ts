import { describe, expect, it } from 'vitest';
import {
  BACKEND_CASES,
  BackendMismatch,
  checkBackendCase,
  productsOf,
  type BackendCase,
} from '../../src/score/backendCases.js';
import { createCudaBackend } from '../../src/score/cuda/cudaBackend.js';
import { RowCapacityError } from '../../src/score/errors.js';
import { createPtxDevice } from './createPtxDevice.js';

/** Interpretation is slow: what is larger runs on a device only, through `bench/device/run.sh`. */
const SMALL_CASES = BACKEND_CASES.filter((c) => productsOf(c) <= 1_000_000 && c.capacity <= 2000);

const fill = (i: number): number => ((Math.imul(i + 1, 0x9e3779b1) >>> 12) % 255) - 127;
const tensorCores: BackendCase[] = [
  { name: 'one tile', dimensions: [64], capacity: 128, queryCount: 128, fill },
  { name: 'parts of tiles', dimensions: [100, 7, 64], capacity: 131, queryCount: 33, fill },
  { name: 'several tiles', dimensions: [40], capacity: 300, queryCount: 129, counts: [300, 129], fill },
  { name: 'more queries than a pass', dimensions: [16], capacity: 3, queryCount: 515, fill },
  { name: 'more steps than stages, two tiles of each', dimensions: [700, 300], capacity: 200, queryCount: 260, fill },
  { name: 'one step a block', dimensions: Array.from({ length: 9 }, () => 33), capacity: 5, queryCount: 17, fill },
];
const wide: BackendCase[] = [
  { name: 'a block cut into pieces', dimensions: [5, 49_152, 30_001, 9], capacity: 3, queryCount: 1, fill },
  { name: 'a row in several launches', dimensions: [3000, 3000, 3000], capacity: 3, queryCount: 8, fill },
];

describe.each([61, 80, 90])('the CUDA kernels, interpreted, compute capability %d', (computeCapability) => {
  it.each([...SMALL_CASES, ...tensorCores, ...wide])('$name', async (backendCase) => {
    const device = createPtxDevice({ computeCapability });
    const backend = createCudaBackend(device, { outputBytes: 60_000 });
    await checkBackendCase(backend, backendCase);
    await backend.dispose();
    const names = new Set(device.launched);
    if (tensorCores.includes(backendCase)) expect(names.has('dotMany')).toBe(computeCapability >= 80);
    expect(device.allocationCount).toBe(0);
  });
});

/** A kernel with one instruction wrong, as the interpreter has to notice it. */
async function runBroken(kernel: string, wrong: (ptx: string) => string): Promise<void> {
  const entry = kernel === 'dotFew' ? 'dotFew' : 'dotMany';
  const device = createPtxDevice({ computeCapability: kernel === 'wgmma' ? 90 : 80 });
  const compile = device.compile.bind(device);
  device.compile = (ptx, name) => {
    const broken = name === entry ? wrong(ptx) : ptx;
    if (name === entry) expect(broken).not.toBe(ptx);
    return compile(broken, name);
  };
  const queryCount = entry === 'dotMany' ? 130 : 2;
  const backendCase = { name: 'broken', dimensions: [200, 600], capacity: 141, queryCount, fill };
  await checkBackendCase(createCudaBackend(device), backendCase);
}

describe('the interpreter', () => {
  it.each<[string, string, (ptx: string) => string]>([
    ['a missing barrier', 'dotFew', (ptx) => ptx.replace('bar.sync 0;', '')],
    ['a missing barrier in a pipeline', 'mma', (ptx) => ptx.replace('bar.sync 0;', '')],
    ['a wait for too few copies', 'mma', (ptx) => ptx.replace('wait_group 1', 'wait_group 2')],
    ['a missing barrier before tensor cores', 'wgmma', (ptx) => ptx.replace('bar.sync 0;', '')],
    ['copies that tensor cores may not see', 'wgmma', (ptx) => ptx.replace('fence.proxy.async.shared::cta;', '')],
    ['a wait for too few products', 'wgmma', (ptx) => ptx.replace('aligned 1;', 'aligned 3;')],
    ['sums that are not waited for', 'wgmma', (ptx) => ptx.replace('aligned 0;', 'aligned 1;')],
    ['products without a fence', 'wgmma', (ptx) => ptx.replace('wgmma.fence.sync.aligned;', '')],
    ['another layout', 'wgmma', (ptx) => ptx.replace('%descriptor_high, 1073741888', '%descriptor_high, 64')],
    ['rows past the end of a tile', 'wgmma', (ptx) => ptx.replaceAll('%t, %count, %more', '%t, 1000, %more')],
    ['a comment in more than ASCII', 'mma', (ptx) => ptx.replace('// ', '// · ')],
    ['an undeclared register', 'dotFew', (ptx) => ptx.replace('mov.u32 %thread', 'mov.u32 %treat')],
    [
      'a register of another width',
      'dotFew',
      (ptx) => ptx.replace('cvt.u64.u32 %wide, %first', 'cvt.u64.u32 %wide, %rows'),
    ],
    ['a register read before it is set', 'dotFew', (ptx) => ptx.replace('sub.u32 %last, %count, 1;', '')],
    ['an unknown opcode', 'dotFew', (ptx) => ptx.replace('min.u32', 'max.u32')],
    ['an unaligned vector', 'dotFew', (ptx) => ptx.replace('shl.b32 %t, %lane, 4;', 'shl.b32 %t, %lane, 3;')],
    ['rows past the end', 'dotFew', (ptx) => ptx.replaceAll('min.u32 %t, %t, %last;', '')],
    ['rows past the end of a tile', 'mma', (ptx) => ptx.replaceAll('min.u32 %row, %row, %last;', '')],
    [
      'stores past the end',
      'dotFew',
      (ptx) => ptx.replaceAll('setp.lt.and.u32 %row_live3, %t, %count', 'setp.lt.and.u32 %row_live3, 0, %count'),
    ],
    [
      'a warp that parts',
      'dotFew',
      (ptx) => ptx.replace('REDUCE:', 'REDUCE:\n  setp.lt.u32 %more, %lane, 4;\n  @%more bra NEXT;'),
    ],
  ])('faults on %s', async (_, entry, wrong) => {
    await expect(runBroken(entry, wrong)).rejects.toThrow(/line \d+|barrier|ASCII/);
  });

  it.each<[string, string, (ptx: string) => string]>([
    [
      'another order of banks on one side',
      'mma',
      (ptx) => ptx.replace('shr.u32 %u, %thread, 3;', 'shr.u32 %u, %thread, 2;'),
    ],
    ['halves of a fragment exchanged', 'mma', (ptx) => ptx.replaceAll('xor.b32 %t, %t, 32;', 'xor.b32 %t, %t, 16;')],
    ['columns of a fragment exchanged', 'mma', (ptx) => ptx.replaceAll('{%b0_0, %b0_1}', '{%b0_1, %b0_0}')],
    ['one shuffle too near', 'dotFew', (ptx) => ptx.replace(/(shfl.*), 4, 31/, '$1, 2, 31')],
  ])('gives other integers for %s', async (_, entry, wrong) => {
    await expect(runBroken(entry, wrong)).rejects.toThrow(BackendMismatch);
  });
});

describe('the CUDA backend', () => {
  it('refuses rows that only padding makes too many, and frees what it took', async () => {
    const device = createPtxDevice({ freeBytes: 600 * 2 ** 20 });
    const backend = createCudaBackend(device);
    const rows = Math.floor(backend.maxRowBytes / 2);
    await expect(backend.allocate([1, 1], rows)).rejects.toThrow(RowCapacityError);
    expect(device.allocationCount).toBe(0);
  });
});
