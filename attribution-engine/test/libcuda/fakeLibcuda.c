/* A stand-in for libcuda.so.1 on the host, to test how it is called: argument order and widths, handles, contexts,
 * error texts. "Device" memory is the host's; launching dotFew or dotMany computes in C what their parameters ask for.
 * The kernels themselves are tested in ../ptx. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_CONTEXT = 201, INVALID_PTX = 218, LAUNCH_FAILED = 719 };
#define CONTEXT 0xc0ffee0000000001ull
#define EVENT 0xe000000000000000ull
#define EXPORT __attribute__((visibility("default")))

static __thread uint64_t current;
static int64_t allocated;
static char lost;

EXPORT int cuInit(uint32_t flags) { return flags ? INVALID_VALUE : OK; }
EXPORT int cuDriverGetVersion(int *version) { *version = 13000; return OK; }
EXPORT int cuDeviceGetCount(int *count) { *count = 2; return OK; }
EXPORT int cuDeviceGet(int *device, int ordinal) { *device = 70 + ordinal; return OK; }
EXPORT int cuDeviceGetName(char *name, int length, int device) {
  strncpy(name, device == 70 ? "Imaginary 80" : "Imaginary 52", length);
  return OK;
}
EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
  if (attribute == 16) *value = 3;
  else if (attribute == 75) *value = device == 70 ? 8 : 5;
  else if (attribute == 76) *value = device == 70 ? 0 : 2;
  else return INVALID_VALUE;
  return OK;
}
EXPORT int cuDevicePrimaryCtxRetain(uint64_t *context, int device) {
  *context = CONTEXT;
  return device == 70 ? OK : INVALID_VALUE;
}
EXPORT int cuDevicePrimaryCtxRelease_v2(int device) { return device == 70 && allocated == 0 ? OK : INVALID_VALUE; }
EXPORT int cuCtxSetCurrent(uint64_t context) { current = context; return context == CONTEXT ? OK : INVALID_CONTEXT; }
EXPORT int cuCtxSynchronize(void) { return OK; }
EXPORT int cuMemGetInfo_v2(uint64_t *available, uint64_t *total) { *available = 3ull << 30; *total = 5ull << 30; return OK; }
EXPORT int cuMemAlloc_v2(uint64_t *pointer, uint64_t size) {
  if (current != CONTEXT) return INVALID_CONTEXT;
  if (size == 0) return INVALID_VALUE;
  if (size > 1ull << 30) return OUT_OF_MEMORY;
  *pointer = (uint64_t)aligned_alloc(256, (size + 255) / 256 * 256);
  memset((void *)*pointer, 0xab, size);
  allocated++;
  return OK;
}
EXPORT int cuMemFree_v2(uint64_t pointer) { free((void *)pointer); allocated--; return lost ? LAUNCH_FAILED : OK; }
EXPORT int cuMemsetD8_v2(uint64_t to, uint8_t value, uint64_t count) { memset((void *)to, value, count); return OK; }
EXPORT int cuMemcpyHtoD_v2(uint64_t to, const void *from, uint64_t size) { memcpy((void *)to, from, size); return OK; }
EXPORT int cuMemcpyDtoH_v2(void *to, uint64_t from, uint64_t size) {
  if (lost) return LAUNCH_FAILED;
  memcpy(to, (void *)from, size);
  return OK;
}
EXPORT int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, uint64_t size) { memcpy((void *)to, (void *)from, size); return OK; }
EXPORT int cuModuleLoadDataEx(uint64_t *module, const char *image, uint32_t count, int *options, void **values) {
  if (count != 2 || options[0] != 5 || options[1] != 6) return INVALID_VALUE;
  if (!strstr(image, ".version")) {
    strncpy(values[0], "ptxas fatal: no version", (uint64_t)values[1]);
    return INVALID_PTX;
  }
  *module = 0xabcd000000000000ull + (strstr(image, "dotMany") ? 2 : 1);
  return OK;
}
EXPORT int cuModuleUnload(uint64_t module) { return module >> 48 == 0xabcd ? OK : INVALID_VALUE; }
EXPORT int cuModuleGetFunction(uint64_t *function, uint64_t module, const char *name) {
  *function = module;
  return strcmp(name, module & 2 ? "dotMany" : "dotFew") ? INVALID_VALUE : OK;
}
EXPORT int cuFuncSetAttribute(uint64_t function, int attribute, int value) {
  return function && attribute == 8 && value > 0 ? OK : INVALID_VALUE;
}
EXPORT int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, uint64_t function, int threads, uint64_t shared) {
  *blocks = 2;
  return function && threads == 256 && shared <= 49152 ? OK : INVALID_VALUE;
}
EXPORT int cuLaunchKernel(uint64_t function, uint32_t gx, uint32_t gy, uint32_t gz, uint32_t bx, uint32_t by, uint32_t bz,
                          uint32_t shared, uint64_t stream, void **parameters, void **extra) {
  const int many = function & 2;
  if (!gx || gy != 1 || gz != 1 || bx != (many ? 128 : 256) || by != 1 || bz != 1 || stream || extra) return INVALID_VALUE;
#define P64(i) (*(uint64_t *)parameters[i])
#define P32(i) (*(uint32_t *)parameters[i])
  const uint32_t width = P32(4), count = P32(5), columns = P32(6), part_count = P32(7);
  const uint32_t first = many ? 0 : P32(9), span = many ? width : P32(10);
  const uint32_t queries = many ? P32(8) : shared / span;
  const uint32_t *parts = (const uint32_t *)P64(2);
  int32_t *dots = (int32_t *)P64(3);
  if (width == 666 * 16) { lost = 1; return OK; }
  for (uint32_t q = 0; q < queries; q++) {
    for (uint32_t row = 0; row < count; row++) {
      for (uint32_t p = 0; p < part_count; p++) {
        const int8_t *a = (const int8_t *)P64(0) + (uint64_t)row * width + first + parts[4 * p];
        const int8_t *b = (const int8_t *)P64(1) + (uint64_t)q * width + first + parts[4 * p];
        int32_t sum = 0;
        for (uint32_t i = 0; i < parts[4 * p + 1] * 16; i++) sum += a[i] * b[i];
        int32_t *to = dots + ((uint64_t)q * count + row) * columns + parts[4 * p + 2];
        *to = parts[4 * p + 3] ? *to + sum : sum;
      }
    }
  }
  return OK;
}
EXPORT int cuEventCreate(uint64_t *event, uint32_t flags) { static uint64_t next = EVENT; *event = next++; return flags; }
EXPORT int cuEventRecord(uint64_t event, uint64_t stream) { return event >= EVENT && !stream ? OK : INVALID_VALUE; }
EXPORT int cuEventSynchronize(uint64_t event) { return event >= EVENT ? OK : INVALID_VALUE; }
EXPORT int cuEventElapsedTime(float *ms, uint64_t start, uint64_t end) { *ms = 1.5f; return end == start + 1 ? OK : INVALID_VALUE; }
EXPORT int cuEventDestroy_v2(uint64_t event) { return event >= EVENT ? OK : INVALID_VALUE; }
EXPORT int cuGetErrorName(int result, const char **text) {
  *text = result == INVALID_PTX ? "CUDA_ERROR_INVALID_PTX" : result == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY"
        : result == LAUNCH_FAILED ? "CUDA_ERROR_LAUNCH_FAILED" : 0;
  return *text ? OK : INVALID_VALUE;
}
EXPORT int cuGetErrorString(int result, const char **text) {
  *text = result == INVALID_PTX ? "a PTX JIT compilation failed" : 0;
  return *text ? OK : INVALID_VALUE;
}
