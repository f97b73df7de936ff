import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKEND_CASES, checkBackendCase, productsOf } from '../../src/score/backendCases.js';
import { openCudaBackend } from '../../src/score/cuda/openCudaBackend.js';
import { openCudaDevice } from '../../src/score/cuda/openCudaDevice.js';
import { BackendUnavailableError, DeviceLostError } from '../../src/score/errors.js';
import { DeviceFaultError, DeviceMemoryError } from '../../src/score/gpu/errors.js';
import type { ScoringBackend } from '../../src/score/scoringBackend.js';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
if (!hasCompiler) console.warn('SKIPPED: calls of libcuda on a stand-in: no C compiler found.');

it('says that there is no driver, and which file was looked for', async () => {
  const opening = openCudaDevice({ libraryPath: '/nowhere/libcuda.so.1' });
  await expect(opening).rejects.toThrow(BackendUnavailableError);
  await expect(opening).rejects.toThrow(
    /\/nowhere\/libcuda\.so\.1 could not be loaded \(.+\)\. Choose another, or auto\.$/,
  );
});

describe.skipIf(!hasCompiler)('libcuda, a stand-in', () => {
  let folder: string;
  let libraryPath: string;
  let backend: ScoringBackend;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-libcuda-'));
    libraryPath = join(folder, 'libcuda.so.1');
    const source = fileURLToPath(new URL('fakeLibcuda.c', import.meta.url));
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-Wall', '-Werror', '-o', libraryPath, source]);
    backend = await openCudaBackend({ libraryPath });
  });

  afterAll(async () => {
    await backend?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('describes the device', () => {
    expect(backend.device).toBe('CUDA, Imaginary 80, compute 8, driver 13.0');
    expect(backend.maxRowBytes).toBe((3072 - 3072 / 16 - 256) * 2 ** 20);
  });

  it.each(BACKEND_CASES.filter((c) => productsOf(c) < 300_000_000))(
    'gives the reference int32s: $name',
    (backendCase) => checkBackendCase(backend, backendCase),
  );

  it('times what it launches', async () => {
    const elapsedMs: number[] = [];
    const timed = await openCudaBackend({ libraryPath, onDeviceMs: (ms) => elapsedMs.push(ms) });
    const rows = await timed.allocate([16], 1);
    elapsedMs.length = 0;
    await rows.dot([{ values: new Int8Array(16) }]);
    await timed.dispose();
    expect(elapsedMs).toEqual([1.5]);
  });

  it('names what the driver refuses', async () => {
    const device = await openCudaDevice({ libraryPath });
    expect(() => device.compile('rubbish', 'dotFew')).toThrow(
      new DeviceFaultError({
        name: 'cuda',
        call: 'cuModuleLoadDataEx of dotFew',
        reason: 'CUDA_ERROR_INVALID_PTX, a PTX JIT compilation failed: ptxas fatal: no version',
      }),
    );
    expect(() => device.allocate(2 ** 31)).toThrow(DeviceMemoryError);
    expect(() => device.allocate(2 ** 31)).toThrow(/CUDA_ERROR_OUT_OF_MEMORY/);
    await expect(openCudaDevice({ libraryPath, ordinal: 1 })).rejects.toThrow(
      /Imaginary 52 has compute capability 5.2/,
    );
    await expect(openCudaDevice({ libraryPath, ordinal: 2 })).rejects.toThrow(/knows 2 devices, not number 2/);
    device.dispose();
  });

  it('takes a kernel that failed for the loss of the device', async () => {
    const rows = await backend.allocate([666 * 16], 1);
    await expect(rows.dot([{ values: new Int8Array(666 * 16) }])).rejects.toThrow(DeviceLostError);
    rows.dispose();
  });
});
