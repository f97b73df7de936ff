import { BackendUnavailableError } from '../errors.js';

/** Dawn aborts the process when what `create` returned is collected: it is held for as long as the process lives. */
let held: GPU | undefined;

/**
 * The `GPU` object of Node, from the optional package `webgpu`; a browser has its own in `navigator.gpu`.
 *
 * @param dawnOptions such as `adapter=NVIDIA H200`; only the first call's count
 * @throws {BackendUnavailableError} where the package or its binary is absent
 */
export async function loadNodeGpu(dawnOptions: readonly string[] = []): Promise<GPU> {
  if (held) return held;
  let create: (options: string[]) => GPU;
  try {
    ({ create } = await import('webgpu'));
  } catch (cause) {
    const reason = `the optional package webgpu could not be loaded (${cause instanceof Error ? cause.message : cause})`;
    throw new BackendUnavailableError({ name: 'webgpu', reason: reason.split('\n')[0]! });
  }
  held = create([...dawnOptions]);
  return held;
}
