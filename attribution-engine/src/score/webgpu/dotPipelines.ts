import { DeviceFaultError } from '../gpu/errors.js';
import { DOT_INT8_WGSL } from './dotInt8.generated.js';

/** Queries that one pass over the rows can serve; see kernels/dotInt8.wgsl. */
export const QUERIES_AT_ONCE = 4;

/** The kernel for one query, and for {@link QUERIES_AT_ONCE}. */
export interface DotPipelines {
  readonly one: GPUComputePipeline;
  readonly several: GPUComputePipeline;
}

/** @throws {DeviceFaultError} where the driver's compiler refuses the kernel */
export async function buildDotPipelines(device: GPUDevice): Promise<DotPipelines> {
  const build = async (queries: number): Promise<GPUComputePipeline> => {
    const code = DOT_INT8_WGSL.replace(`QUERIES = ${QUERIES_AT_ONCE}u`, `QUERIES = ${queries}u`);
    const module = device.createShaderModule({ code });
    return device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'dotRows' } });
  };
  try {
    const [one, several] = await Promise.all([build(1), build(QUERIES_AT_ONCE)]);
    return { one, several };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DeviceFaultError({ name: 'webgpu', call: 'createComputePipeline', reason });
  }
}
