#!/bin/sh
# Checks and times the GPU scoring backends on a machine with an NVIDIA GPU: one call, no network, no Node needed there.
#
#   here, with the repository built (npm run build):
#     sh attribution-engine/bench/device/run.sh pack
#   writes attribution-engine/lib/device.tar.xz (about 40 MB; lib/ is ignored by git): Node, this bench as one file, the
#   x86-64 binaries of koffi and webgpu, and Vulkan's loader where apt-get can download it. Carry that file along with
#   the repository; then there:
#     sh attribution-engine/bench/device/run.sh [--rows 1000000] [--skip-cases] [--json-to FILE]
#   It needs sh, tar with xz (or python3), and the NVIDIA driver; python3 with torch for the comparison with a matrix
#   product. It runs the whole case table on cuda and webgpu, measures the device's copy bandwidth and both backends in
#   the same run, prints a table and JSON lines (the bench contract), and exits 1 if an integer was wrong.
#
#   To try it without a GPU: --software --rows 5000 (webgpu on SwiftShader or llvmpipe; cuda is skipped aloud).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
packed=$here/../../lib/device.tar.xz

if [ "${1:-}" = pack ]; then
  root=$(cd "$here/../../.." && pwd)
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/node_modules/webgpu/dist" "$work/node_modules/@koromix" "$work/vulkan"
  "$root/node_modules/.bin/rolldown" "$here/run.mjs" --file "$work/run.mjs" --platform node --format esm \
    --external koffi --external webgpu >"$work/bundle.log" 2>&1 || { cat "$work/bundle.log" >&2; exit 1; }
  cp "$here/matmul.py" "$work/"
  cp "$root/node_modules/node/bin/node" "$work/node"
  cp "$root/node_modules/webgpu/package.json" "$root/node_modules/webgpu/index.js" "$work/node_modules/webgpu/"
  cp -R "$root/node_modules/webgpu/dist/linux-x64" "$work/node_modules/webgpu/dist/"
  cp -R "$root/node_modules/koffi" "$work/node_modules/koffi"
  rm -rf "$work/node_modules/koffi/doc" "$work/node_modules/koffi/vendor"
  cp -R "$root/node_modules/@koromix/koffi-linux-x64" "$work/node_modules/@koromix/"
  (cd "$work/vulkan" && apt-get download libvulkan1 libegl1 libglvnd0 libopengl0 libgl1 libglx0 libgles2) \
    >/dev/null 2>&1 || echo 'no Vulkan loader packed: apt-get could not download it' >&2
  rm -f "$work/bundle.log"
  mkdir -p "$(dirname "$packed")"
  XZ_OPT=-T0 tar -cJf "$packed" -C "$work" .
  ls -l "$packed"
  exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -f "$packed" ]; then
  tar -xJf "$packed" -C "$work" 2>/dev/null || python3 -m tarfile -e "$packed" "$work"
  chmod +x "$work/node"
  node=$work/node
  script=$work/run.mjs
else
  echo "no $packed: run with this repository's own Node and lib/" >&2
  node=$here/../../../node_modules/.bin/node
  script=$here/run.mjs
fi

# Vulkan: the loader that was packed, and the driver's description where its place is not one the loader looks in.
if ! ldconfig -p 2>/dev/null | grep -q 'libvulkan\.so\.1' && ls "$work"/vulkan/*.deb >/dev/null 2>&1; then
  for package in "$work"/vulkan/*.deb; do dpkg -x "$package" "$work/vulkan/root" || true; done
  LD_LIBRARY_PATH=$work/vulkan/root/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export LD_LIBRARY_PATH
fi
if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for file in /usr/share/vulkan/icd.d/nvidia_icd.json /etc/vulkan/icd.d/nvidia_icd.json \
    /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json; do
    if [ -f "$file" ]; then VK_DRIVER_FILES=$file; export VK_DRIVER_FILES; break; fi
  done
fi
echo "Vulkan driver: ${VK_DRIVER_FILES:-the loader's default}"
command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || true

"$node" "$script" "$@"
