/**
 * Whether the library is there that WebGPU needs on Linux. Asked before Dawn is: that one writes a complaint of its own
 * to standard error where it finds none, on every start of every process.
 */
export async function hasVulkanLoader(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const koffi = await import('koffi').then(
    (module) => module.default,
    () => null,
  );
  if (!koffi) return true;
  try {
    koffi.load('libvulkan.so.1');
    return true;
  } catch {
    return false;
  }
}
