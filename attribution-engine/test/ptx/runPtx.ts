import { compileInstruction, type Step } from './compileInstruction.js';
import { PtxError, type PtxEntry } from './parsePtx.js';
import { PtxFault, SharedMemory, type GlobalMemory } from './ptxMemory.js';
import { PtxThread, type PtxBlock } from './ptxThread.js';
import { Warpgroup } from './warpgroupInstructions.js';

/**
 * A small PTX interpreter, to test kernels without a device. It knows exactly the instructions the kernels use and
 * refuses all else. It executes a thread until it meets what a warp or a block does together, and then waits for the
 * others. It finds: registers undeclared, of the wrong width, or read before they are set; unaligned and out-of-range
 * accesses; races in shared memory between barriers; warps that part at an instruction for a whole warp.
 *
 * It does not model time, the order of blocks (they run one after the other), the caches and the memory model beyond
 * shared memory, whether the text assembles (PTX has more rules), nor how many registers a device has.
 */
export interface PtxProgram {
  readonly entry: PtxEntry;
  readonly steps: readonly Step[];
}

export function compilePtx(entry: PtxEntry): PtxProgram {
  return { entry, steps: entry.instructions.map((instruction) => compileInstruction(entry, instruction)) };
}

export interface PtxLaunch {
  readonly blocks: number;
  readonly threads: number;
  readonly sharedBytes: number;
  /** A bigint is 64 bits wide, a number 32. */
  readonly values: readonly (bigint | number)[];
}

export function runPtx({ entry, steps }: PtxProgram, global: GlobalMemory, launch: PtxLaunch): void {
  if (launch.threads > entry.maxThreads || launch.threads % 32 !== 0) throw new PtxFault(`${launch.threads} threads`);
  if (launch.values.length !== entry.parameters.length) throw new PtxFault('another number of parameters');
  const parameters = new Map(
    entry.parameters.map(({ name, size }, i) => {
      const value = launch.values[i]!;
      if ((typeof value === 'bigint') !== (size === 8)) throw new PtxFault(`parameter ${name} has ${size} bytes`);
      if (!Number.isSafeInteger(Number(value)) || (size === 4 && Number(value) >= 2 ** 32)) {
        throw new PtxFault(`parameter ${name} is ${value}`);
      }
      return [name, { value: Number(value), size }];
    }),
  );
  const symbols = new Map<string, number>();
  let sharedBytes = 0;
  for (const { name, size, align } of entry.shared) {
    sharedBytes = Math.ceil(sharedBytes / align) * align;
    symbols.set(name, sharedBytes);
    sharedBytes += size === 0 ? launch.sharedBytes : size;
  }
  global.beginLaunch();
  for (let ctaid = 0; ctaid < launch.blocks; ctaid++) {
    const shared = new SharedMemory(sharedBytes);
    const special = { ctaid, nctaid: launch.blocks };
    runBlock(steps, launch.threads, { entry, global, shared, symbols, parameters, special });
  }
}

function runBlock(steps: readonly Step[], threadCount: number, block: PtxBlock): void {
  const threads = Array.from({ length: threadCount }, (_, number) => new PtxThread(block, number));
  const warps = Array.from({ length: threadCount / 32 }, (_, warp) => threads.slice(warp * 32, warp * 32 + 32));
  const warpgroups = Array.from(
    { length: Math.floor(threadCount / 128) },
    (_, group) => new Warpgroup(threads.slice(group * 128, group * 128 + 128)),
  );
  for (;;) {
    for (const warp of warps) runWarp(steps, warp);
    const wereTogether = warpgroups.filter((group) => runWarpgroup(steps, group));
    if (wereTogether.length > 0) continue;
    if (threads.every((thread) => thread.exited)) return;
    const at = threads[0]!.next;
    if (!threads.every((thread) => !thread.exited && thread.next === at && steps[at]!.kind === 'barrier')) {
      throw new PtxFault('some threads wait at a barrier that others do not reach');
    }
    block.shared.epoch++;
    for (const thread of threads) thread.next++;
  }
}

/** Until its threads stand at a barrier or have exited. */
function runWarp(steps: readonly Step[], warp: readonly PtxThread[]): void {
  for (;;) {
    for (const thread of warp) runThread(steps, thread);
    const waiting = warp.filter((thread) => !thread.exited && steps[thread.next]!.kind === 'warp');
    if (waiting.length === 0) return;
    const at = warp[0]!.next;
    if (!warp.every((thread) => !thread.exited && thread.next === at)) {
      throw new PtxFault(`a warp parted at ${describe(warp[0]!, waiting[0]!.next)}`);
    }
    const step = steps[at]!;
    if (step.kind === 'warp') attempt(warp[0]!, at, () => step.run(warp));
    for (const thread of warp) thread.next++;
  }
}

/** One instruction of a warpgroup that stands at one. Returns whether it did. */
function runWarpgroup(steps: readonly Step[], group: Warpgroup): boolean {
  const first = group.threads[0]!;
  const step = first.exited ? undefined : steps[first.next];
  if (step?.kind !== 'warpgroup') return false;
  const at = first.next;
  if (!group.threads.every((thread) => !thread.exited && thread.next === at)) {
    throw new PtxFault(`a warpgroup parted at ${describe(first, at)}`);
  }
  attempt(first, at, () => step.run(group));
  for (const thread of group.threads) thread.next++;
  return true;
}

function runThread(steps: readonly Step[], thread: PtxThread): void {
  while (!thread.exited) {
    const at = thread.next;
    const step = steps[at];
    if (!step) throw new PtxFault('a thread ran past the end');
    if (step.kind !== 'thread') return;
    thread.next = at + 1;
    attempt(thread, at, () => step.run(thread));
  }
}

const describe = (thread: PtxThread, at: number): string => {
  const { line, opcode, operands } = thread.block.entry.instructions[at]!;
  return `line ${line}: ${opcode} ${operands.join(', ')}`;
};

function attempt(thread: PtxThread, at: number, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof PtxFault || error instanceof PtxError)) throw error;
    throw new PtxFault(`${describe(thread, at)}: block ${thread.block.special.ctaid}: ${error.message}`);
  }
}
