import { checkedBackend } from '../checkedBackend.js';
import { DeviceLostError, RowCapacityError } from '../errors.js';
import { DeviceFaultError } from '../gpu/errors.js';
import { buildPaddedLayout } from '../gpu/paddedLayout.js';
import { refuseWrongIntegers } from '../gpu/refuseWrongIntegers.js';
import type { ScoringBackend } from '../scoringBackend.js';
import { buildDotPipelines, QUERIES_AT_ONCE, type DotPipelines } from './dotPipelines.js';
import { requestScoringDevice } from './requestScoringDevice.js';
import { createWebgpuRows, TILE_ROWS } from './webgpuRows.js';

/** Row buffers that one allocation may be divided into: 8 GiB of rows where a binding holds 2 GiB. */
const MAX_ROW_BUFFERS = 4;

export interface WebgpuBackendOptions {
  /** Accept an adapter that computes on the CPU, such as SwiftShader in a test; never by `auto`. */
  allowSoftware?: boolean;
  /** Most bytes of rows in one allocation; 4 bindings of the adapter unless told. The device may have less free. */
  maxRowBytes?: number;
  /** Most bytes of rows in one buffer; the adapter's binding limit unless told. */
  maxBufferBytes?: number;
  /** Is told how long the device computed for one `dot`, where it can tell. */
  onDeviceMs?: (elapsedMs: number) => void;
}

/**
 * WebGPU with `dot4I8Packed`: the same kernel text in Node and in browsers.
 *
 * @param gpu `navigator.gpu`, or in Node what `loadNodeGpu` gives
 * @throws {BackendUnavailableError} where there is no adapter, only one that computes on the CPU, or one whose
 *   integers are wrong
 */
export async function createWebgpuBackend(gpu: GPU, options: WebgpuBackendOptions = {}): Promise<ScoringBackend> {
  const { device, description } = await requestScoringDevice(gpu, options.allowSoftware ?? false);
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const bindingBytes = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const bufferBytes = Math.min(options.maxBufferBytes ?? Infinity, bindingBytes);
  const maxRowBytes = options.maxRowBytes ?? MAX_ROW_BUFFERS * bufferBytes;
  let built: Promise<DotPipelines> | undefined;

  let failure: Error | undefined;
  void device.lost.then(({ reason, message }) => {
    failure = new DeviceLostError({ name: 'webgpu', reason: message || reason });
  });
  device.onuncapturederror = ({ error }) => {
    failure ??= new DeviceFaultError({ name: 'webgpu', call: 'a queued command', reason: error.message });
  };
  /** A device that is lost fails its calls in ways of their own; what counts is that it was lost. */
  const guard = async <T>(call: () => Promise<T> | T): Promise<T> => {
    if (failure) throw failure;
    const result = await Promise.resolve()
      .then(call)
      .catch(async (error: unknown) => {
        await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve))]);
        throw failure ?? error;
      });
    if (failure) throw failure;
    return result;
  };

  const backend = checkedBackend({
    name: 'webgpu',
    device: `WebGPU, ${description}`,
    maxRowBytes,
    async allocate(dimensions, capacity) {
      const layout = buildPaddedLayout(dimensions);
      const smallestOutput = TILE_ROWS * QUERIES_AT_ONCE * dimensions.length * 4;
      const fits = capacity * layout.paddedWidth <= maxRowBytes && layout.paddedWidth <= bufferBytes;
      if (!fits || smallestOutput > bindingBytes) {
        throw new RowCapacityError({ capacity, rowBytes: layout.paddedWidth, maxRowBytes });
      }
      const pipelines = await guard(() => (built ??= buildDotPipelines(device)));
      const { onDeviceMs } = options;
      const rows = await guard(() =>
        createWebgpuRows({ device, pipelines, layout, capacity, bufferBytes, ...(onDeviceMs && { onDeviceMs }) }),
      );
      return {
        write: (at, values) => guard(() => rows.write(at, values)),
        dot: (queries, count) => guard(() => rows.dot(queries, count)),
        dispose: () => rows.dispose(),
      };
    },
    dispose: () => device.destroy(),
  });
  return refuseWrongIntegers(backend, [1, QUERIES_AT_ONCE - 1]);
}
