// The work of run.sh: see there.
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BACKEND_CASES, checkBackendCase, productsOf } from '../../lib/score/backendCases.js';
import { openCudaBackend } from '../../lib/score/cuda/openCudaBackend.js';
import { openCudaDevice } from '../../lib/score/cuda/openCudaDevice.js';
import { BackendUnavailableError } from '../../lib/score/errors.js';
import { openNodeWebgpuBackend } from '../../lib/score/webgpu/openNodeWebgpuBackend.js';

const ROUNDS = 10;
const WIDTH = 4096;
/** One row as gradient/1 makes it, and one as a matrix product sees it. */
const SHAPES = [
  { name: '16 blocks of 256', dimensions: Array.from({ length: 16 }, () => 256) },
  { name: '1 block of 4096', dimensions: [4096] },
];
const MANY_QUERIES = 256;
/** The instructions of tensor cores that every device has; then the newest, which may take the context with them. */
const TENSOR_KERNELS = ['mma', 'wgmma'];
/** WebGPU in Node can end the process; it has one of its own, and a few attempts. */
const WEBGPU_ATTEMPTS = 3;

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    software: { type: 'boolean', default: false },
    'skip-cases': { type: 'boolean', default: false },
    'json-to': { type: 'string' },
    only: { type: 'string' },
    bandwidth: { type: 'string' },
  },
});
const rowCount = Number(flags.rows);
const here = dirname(fileURLToPath(import.meta.url));
let failures = 0;
const table = [];

function emit(line) {
  const ratio = line.peer ? line.ours / line.peer : null;
  const json = JSON.stringify({ name: 'scoring-device', peer: null, peerName: null, ...line, ratio });
  console.log(json);
  table.push([line.case, `${line.ours} ${line.unit}`, ratio === null ? '' : `${ratio.toFixed(2)} × ${line.peerName}`]);
  if (flags['json-to']) appendFileSync(flags['json-to'], `${json}\n`);
}

function printTable() {
  const widths = [0, 1, 2].map((column) => Math.max(0, ...table.map((cells) => cells[column].length)));
  for (const cells of table)
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const round = (value) => Number(value.toPrecision(4));

/** Null, after saying why, where the device is absent. */
async function open(name, opening) {
  try {
    const backend = await opening;
    console.log(`${name}: ${backend.device ?? backend.description}`);
    return backend;
  } catch (error) {
    if (!(error instanceof BackendUnavailableError)) throw error;
    console.log(`SKIPPED ${name}: ${error.reason}`);
    return null;
  }
}

async function runCases(backend) {
  if (flags['skip-cases']) return;
  let [asked, passed] = [0, 0];
  for (const backendCase of BACKEND_CASES) {
    // A CPU that imitates a GPU is asked for the smaller ones only.
    if (flags.software && productsOf(backendCase) > 5_000_000) continue;
    asked++;
    try {
      await checkBackendCase(backend, backendCase);
      passed++;
    } catch (error) {
      failures++;
      console.log(`WRONG ${backend.name}: ${error.message}`);
    }
  }
  console.log(`${backend.name}: ${passed} of ${asked} cases give the reference int32s`);
}

/** Rows full of random int8, and a query. */
async function fill(backend, dimensions) {
  const rows = await backend.allocate(dimensions, rowCount);
  const step = Math.min(rowCount, 16_384);
  const values = new Int8Array(step * WIDTH);
  for (let i = 0, x = 1; i < values.length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    values[i] = x >> 24 || 1;
  }
  for (let at = 0; at < rowCount; at += step) {
    await rows.write(at, values.subarray(0, Math.min(step, rowCount - at) * WIDTH));
  }
  const queries = Array.from({ length: MANY_QUERIES }, (_, q) => ({
    values: Int8Array.from({ length: WIDTH }, (_, i) => (((q + 3) * 31 + i * 17) % 255) - 127),
  }));
  return { rows, queries };
}

/** Medians of the device's and of the whole call's milliseconds. */
async function time(rows, queries, deviceMs, rounds = ROUNDS) {
  const onDevice = [];
  const whole = [];
  for (let i = 0; i < rounds + 2; i++) {
    const startedAt = performance.now();
    await rows.dot(queries);
    if (i < 2) continue;
    whole.push(performance.now() - startedAt);
    onDevice.push(deviceMs.last);
  }
  return { onDeviceMs: median(onDevice), wholeMs: median(whole) };
}

/** One query over all rows, against what the device copies. */
async function timeOneQuery(backend, deviceMs, bandwidth) {
  const bytes = rowCount * WIDTH;
  for (const { name, dimensions } of SHAPES) {
    const { rows, queries } = await fill(backend, dimensions);
    for (const count of [1, 8]) {
      const { onDeviceMs, wholeMs } = await time(rows, queries.slice(0, count), deviceMs);
      const shape = `${backend.name}, ${rowCount.toLocaleString('en')} rows × ${WIDTH} in ${name}, ${count === 1 ? 'one query' : `${count} queries`}`;
      const gigabytesPerSecond = (ms) => round(bytes / ms / 1e6);
      if (onDeviceMs > 0) {
        const peer = count === 1 && bandwidth > 0 ? { peer: round(bandwidth), peerName: "the device's own copy" } : {};
        emit({ case: `${shape}, on the device`, unit: 'GB/s of rows', ours: gigabytesPerSecond(onDeviceMs), ...peer });
      }
      emit({ case: `${shape}, until the int32s are on the host`, unit: 'ms', ours: round(wholeMs) });
    }
    rows.dispose();
  }
}

/** Bytes read and written a second, best of ten copies. */
async function measureCopyBandwidth() {
  const device = await openCudaDevice();
  const byteCount = Math.min(4 * 2 ** 30, Math.floor(device.freeBytes / 4));
  const [from, to] = [device.allocate(byteCount), device.allocate(byteCount)];
  let best = Infinity;
  for (let i = 0; i < ROUNDS + 1; i++) {
    const elapsedMs = device.measureMs(() => device.copyWithin(to, from, byteCount));
    if (i > 0) best = Math.min(best, elapsedMs);
  }
  device.free(from);
  device.free(to);
  device.dispose();
  const bandwidth = (2 * byteCount) / best / 1e6;
  emit({ case: `copy of ${(byteCount / 2 ** 30).toFixed(1)} GiB on the device`, unit: 'GB/s', ours: round(bandwidth) });
  return bandwidth;
}

async function runCuda() {
  const deviceMs = { last: 0 };
  const backend = await open(
    'cuda',
    openCudaBackend({ tensorKernel: TENSOR_KERNELS[0], onDeviceMs: (ms) => (deviceMs.last = ms) }),
  );
  if (!backend) return 0;
  await runCases(backend);
  const bandwidth = await measureCopyBandwidth();
  await timeOneQuery(backend, deviceMs, bandwidth);
  await backend.dispose();
  const torch = timeTorch();
  for (const tensorKernel of TENSOR_KERNELS) await timeManyQueries(tensorKernel, torch);
  return bandwidth;
}

/** Passes a second of the same product by float16 torch.matmul; empty, after saying why, where there is none. */
function timeTorch() {
  const python = spawnSync('python3', [join(here, 'matmul.py'), rowCount, WIDTH, MANY_QUERIES].map(String));
  if (python.status === 0) {
    const { torch, float16Ms } = JSON.parse(python.stdout.toString().trim().split('\n').at(-1));
    return { peer: round(1000 / float16Ms), peerName: `float16 torch.matmul, torch ${torch}` };
  }
  const reason = (python.stderr ?? '').toString().trim().split('\n').at(-1) || python.error?.message;
  console.log(`SKIPPED torch.matmul: ${reason}`);
  return {};
}

/** Many queries with one kind of tensor cores. */
async function timeManyQueries(tensorKernel, torch) {
  const deviceMs = { last: 0 };
  const onDeviceMs = (ms) => (deviceMs.last = ms);
  const backend = await open(`cuda with ${tensorKernel}`, openCudaBackend({ tensorKernel, onDeviceMs }));
  if (!backend) return;
  if (tensorKernel !== TENSOR_KERNELS[0]) await runCases(backend);
  const { rows, queries } = await fill(backend, [WIDTH]);
  const measured = await time(rows, queries, deviceMs, 5);
  rows.dispose();
  await backend.dispose();
  const shape = `cuda (${tensorKernel}), ${rowCount.toLocaleString('en')} rows × ${WIDTH}, ${MANY_QUERIES} queries`;
  const operations = 2 * rowCount * WIDTH * MANY_QUERIES;
  const rate = (value, unit) => ({ case: `${shape}, on the device`, unit, ours: round(value) });
  emit({ ...rate(1000 / measured.onDeviceMs, 'passes/s'), ...torch });
  emit(rate(operations / measured.onDeviceMs / 1e9, 'int8 TOP/s'));
  emit({ case: `${shape}, until the int32s are on the host`, unit: 'ms', ours: round(measured.wholeMs) });
}

async function runWebgpu() {
  const deviceMs = { last: 0 };
  const options = {
    allowSoftware: flags.software,
    onDeviceMs: (ms) => (deviceMs.last = ms),
    dawnOptions: ['disable-dawn-features=timestamp_quantization'],
  };
  const backend = await open('webgpu', openNodeWebgpuBackend(options));
  if (!backend) return;
  await runCases(backend);
  await timeOneQuery(backend, deviceMs, Number(flags.bandwidth ?? 0));
  await backend.dispose();
}

if (flags.only === 'webgpu') {
  await runWebgpu();
  printTable();
} else {
  const bandwidth = await runCuda();
  printTable();
  for (let attempt = 1; ; attempt++) {
    const values = [...process.argv.slice(1), '--only', 'webgpu', '--bandwidth', String(bandwidth)];
    const child = spawnSync(process.execPath, values, { stdio: 'inherit' });
    if (child.status === 0) break;
    console.log(`webgpu ended with ${child.signal ?? `exit status ${child.status}`} in attempt ${attempt}`);
    if (child.status === 1 || attempt === WEBGPU_ATTEMPTS) {
      failures++;
      break;
    }
  }
}
process.exitCode = failures > 0 ? 1 : 0;
