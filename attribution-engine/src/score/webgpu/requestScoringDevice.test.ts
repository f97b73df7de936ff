import { expect, it } from 'vitest';
import { BackendUnavailableError } from '../errors.js';
import { requestScoringDevice } from './requestScoringDevice.js';

interface Imaginary {
  features?: string[];
  info?: Partial<GPUAdapterInfo> | null;
}

/** A `GPU` with one adapter, or none, that notes what it is asked for. */
function imagine({ features = ['packed_4x8_integer_dot_product'], info = {} }: Imaginary): {
  gpu: GPU;
  asked: GPUDeviceDescriptor[];
} {
  const asked: GPUDeviceDescriptor[] = [];
  const adapter = info && {
    info: { vendor: 'nvidia', architecture: 'hopper', device: '', description: '', isFallbackAdapter: false, ...info },
    limits: { maxStorageBufferBindingSize: 2_147_483_644, maxBufferSize: 2 ** 40 },
    features: new Set(['timestamp-query']),
    requestDevice: async (descriptor: GPUDeviceDescriptor) => {
      asked.push(descriptor);
      return {};
    },
  };
  const gpu = { wgslLanguageFeatures: new Set(features), requestAdapter: async () => adapter };
  return { gpu: gpu as unknown as GPU, asked };
}

it('asks for the largest buffers and for timestamps, and names the adapter', async () => {
  const { gpu, asked } = imagine({ info: { description: 'NVIDIA H200' } });
  expect(await requestScoringDevice(gpu, false)).toMatchObject({ description: 'nvidia hopper, NVIDIA H200' });
  expect(asked).toEqual([
    {
      requiredLimits: { maxStorageBufferBindingSize: 2_147_483_644, maxBufferSize: 2 ** 40 },
      requiredFeatures: ['timestamp-query'],
    },
  ]);
});

it.each<[string, Imaginary, RegExp]>([
  ['no adapter', { info: null }, /no adapter was found/],
  ['no dot4I8Packed', { features: [] }, /has no packed_4x8_integer_dot_product/],
  ['SwiftShader', { info: { vendor: 'google', architecture: 'swiftshader' } }, /computes on the CPU/],
  ['lavapipe', { info: { vendor: 'mesa', description: 'llvmpipe (LLVM 19, 256 bits)' } }, /computes on the CPU/],
  ['a fallback', { info: { isFallbackAdapter: true } }, /computes on the CPU/],
])('has none where there is %s', async (_, imaginary, reason) => {
  const requesting = requestScoringDevice(imagine(imaginary).gpu, false);
  await expect(requesting).rejects.toThrow(BackendUnavailableError);
  await expect(requesting).rejects.toThrow(reason);
});

it('takes an adapter on the CPU that was named', async () => {
  const { gpu } = imagine({ info: { vendor: 'google', architecture: 'swiftshader' } });
  expect(await requestScoringDevice(gpu, true)).toMatchObject({ description: 'google swiftshader' });
});
