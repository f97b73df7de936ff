/** Bits of WebGPU's `GPUBufferUsage`; Node has no such global. */
export const BUFFER_USAGE = {
  MAP_READ: 1,
  COPY_SRC: 4,
  COPY_DST: 8,
  UNIFORM: 64,
  STORAGE: 128,
  QUERY_RESOLVE: 512,
} as const;

/** `GPUMapMode.READ`. */
export const MAP_MODE_READ = 1;
