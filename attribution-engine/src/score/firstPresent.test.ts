import { expect, it } from 'vitest';
import { BackendUnavailableError, DeviceLostError, UnknownBackendError } from './errors.js';
import { firstPresent, type BackendOpeners } from './firstPresent.js';
import { openBackend } from './openBackend.js';
import { createReferenceBackend } from './referenceBackend.js';
import type { BackendName } from './scoringBackend.js';

const present = (name: BackendName) => async () => ({ ...createReferenceBackend(), name, device: `a ${name}` });
const absent = (name: string) => async () => {
  throw new BackendUnavailableError({ name, reason: 'it was sold' });
};

async function open(name: string, openers: BackendOpeners): Promise<[string, string[]]> {
  const lines: string[] = [];
  const backend = await firstPresent(name, openers, (line) => lines.push(line));
  return [backend.name, lines];
}

it('takes the fastest that is present and says what is not', async () => {
  const openers = { cuda: absent('cuda'), wasm: present('wasm'), reference: present('reference') };
  expect(await open('auto', openers)).toEqual([
    'wasm',
    ['no cuda: it was sold', 'no webgpu: this platform has none', 'scoring on wasm: a wasm'],
  ]);
  expect(await open('auto', { ...openers, cuda: present('cuda') })).toEqual(['cuda', ['scoring on cuda: a cuda']]);
  expect(await open('reference', openers)).toEqual(['reference', ['scoring on reference: a reference']]);
});

it('tells a device whether it was named: a slow one is never taken unasked', async () => {
  const named: boolean[] = [];
  const webgpu = async (isNamed: boolean) => {
    named.push(isNamed);
    return isNamed ? present('webgpu')() : absent('webgpu')();
  };
  expect((await open('auto', { webgpu, wasm: present('wasm') }))[0]).toBe('wasm');
  expect((await open('webgpu', { webgpu, wasm: present('wasm') }))[0]).toBe('webgpu');
  expect(named).toEqual([false, true]);
});

it('does not fall back from what was named, nor from a device that fails', async () => {
  await expect(open('cuda', { cuda: absent('cuda'), wasm: present('wasm') })).rejects.toThrow(BackendUnavailableError);
  await expect(open('cuda', { wasm: present('wasm') })).rejects.toThrow('Choose another, or auto');
  const broken = async () => {
    throw new DeviceLostError({ name: 'cuda', reason: 'it burns' });
  };
  await expect(open('auto', { cuda: broken, wasm: present('wasm') })).rejects.toThrow(DeviceLostError);
});

it('names the choices when asked for an unknown backend', async () => {
  await expect(openBackend('abacus')).rejects.toThrow(UnknownBackendError);
  await expect(openBackend('abacus')).rejects.toThrow('Choose one of auto, cuda, webgpu, wasm, reference.');
});

it('opens in Node with the threads it is told', async () => {
  const backend = await openBackend('wasm', { threads: 3 });
  expect(backend.device).toBe('WebAssembly relaxed SIMD, 3 threads');
  await backend.dispose();
});
