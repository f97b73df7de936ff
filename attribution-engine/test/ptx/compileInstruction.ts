import { PtxError, type PtxEntry, type PtxInstruction } from './parsePtx.js';
import type { PtxThread } from './ptxThread.js';
import { WARPGROUP_INSTRUCTIONS, type WarpgroupStep } from './warpgroupInstructions.js';
import { WARP_INSTRUCTIONS, type WarpStep } from './warpInstructions.js';

/** What an instruction does: to one thread, to the 32 of a warp or the 128 of four together, or to all of a block. */
export type Step =
  | { readonly kind: 'thread'; readonly run: (thread: PtxThread) => void }
  | { readonly kind: 'warp'; readonly run: WarpStep }
  | { readonly kind: 'warpgroup'; readonly run: WarpgroupStep }
  | { readonly kind: 'barrier' };

type Read = (thread: PtxThread) => number;

/** Reads operands, and refuses those whose register is undeclared or has another width than the instruction. */
export class Operands {
  readonly #numbers: Map<string, number>;

  constructor(
    readonly entry: PtxEntry,
    readonly instruction: PtxInstruction,
  ) {
    this.#numbers = new Map([...entry.registers.keys()].map((name, i) => [name, i]));
  }

  fail(why: string): PtxError {
    const { line, opcode, operands } = this.instruction;
    return new PtxError(`line ${line}: ${opcode} ${operands.join(', ')}: ${why}`);
  }

  count(expected: number): readonly string[] {
    if (this.instruction.operands.length !== expected) throw this.fail(`expected ${expected} operands`);
    return this.instruction.operands;
  }

  register(text: string, width: 1 | 32 | 64): number {
    if (this.entry.registers.get(text) !== width) throw this.fail(`${text} is no declared ${width}-bit register`);
    return this.#numbers.get(text)!;
  }

  registers(text: string, count: number, width: 1 | 32 | 64 = 32): number[] {
    const names = /^\{(.*)\}$/.exec(text)?.[1]?.split(', ') ?? [];
    if (names.length !== count) throw this.fail(`${text} is no vector of ${count}`);
    if (new Set(names).size !== count && this.instruction.opcode.startsWith('ld')) throw this.fail(`${text} repeats`);
    return names.map((name) => this.register(name, width));
  }

  /** A register or a literal. */
  value(text: string, width: 32 | 64): Read {
    if (/^(0x[0-9a-f]+|\d+)$/.test(text)) {
      const literal = Number(text);
      if (literal >= 2 ** width) throw this.fail(`${text} does not fit`);
      return () => literal;
    }
    const register = this.register(text, width);
    return (thread) => thread.get(register);
  }

  /** `[%register]` or `[%register+literal]`. */
  address(text: string, width: 32 | 64): Read {
    const match = /^\[(%\w+)(?:\+(\d+))?\]$/.exec(text);
    if (!match) throw this.fail(`${text} is no address`);
    const register = this.register(match[1]!, width);
    const offset = Number(match[2] ?? 0);
    return (thread) => thread.get(register) + offset;
  }
}

const signed = (value: number): number => value | 0;
const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};
const BINARY_32: Record<string, (a: number, b: number) => number> = {
  'add.u32': (a, b) => a + b,
  'add.s32': (a, b) => a + b,
  'sub.u32': (a, b) => a - b,
  'mul.lo.u32': Math.imul,
  'min.u32': Math.min,
  'div.u32': (a, b) => {
    if (b === 0) throw new PtxError('division by zero');
    return Math.floor(a / b);
  },
  'and.b32': (a, b) => a & b,
  'xor.b32': (a, b) => a ^ b,
  'shl.b32': (a, b) => (b > 31 ? 0 : a << b),
  'shr.u32': (a, b) => (b > 31 ? 0 : a >>> b),
};
const BINARY_64: Record<string, (a: number, b: number) => number> = {
  'add.u64': (a, b) => a + b,
  'sub.u64': (a, b) => a - b,
};
const SPECIAL: Record<string, (thread: PtxThread) => number> = {
  '%tid.x': (thread) => thread.number,
  '%ctaid.x': (thread) => thread.block.special.ctaid,
  '%nctaid.x': (thread) => thread.block.special.nctaid,
};
const VECTORS: Record<string, number> = { u32: 1, 'v2.u32': 2, 'v4.u32': 4 };

/** @throws {PtxError} for an opcode or a form of operands that is not among those known */
export function compileInstruction(entry: PtxEntry, instruction: PtxInstruction): Step {
  const operands = new Operands(entry, instruction);
  const { opcode } = instruction;
  if (opcode === 'bar.sync') {
    if (operands.count(1)[0] !== '0' || instruction.guard) throw operands.fail('only barrier 0, without a guard');
    return { kind: 'barrier' };
  }
  const [byWarp, byWarpgroup] = [WARP_INSTRUCTIONS[opcode], WARPGROUP_INSTRUCTIONS[opcode]];
  if ((byWarp ?? byWarpgroup) && instruction.guard) throw operands.fail('a guard on what a warp does together');
  if (byWarp) return { kind: 'warp', run: byWarp(operands) };
  if (byWarpgroup) return { kind: 'warpgroup', run: byWarpgroup(operands) };
  const run = compileThread(operands, opcode);
  if (!instruction.guard) return { kind: 'thread', run };
  const { negated } = instruction.guard;
  const guard = operands.register(instruction.guard.register, 1);
  return {
    kind: 'thread',
    run: (thread) => {
      if ((thread.get(guard) === 1) !== negated) run(thread);
    },
  };
}

function compileThread(operands: Operands, opcode: string): (thread: PtxThread) => void {
  const setp = /^setp\.(lt|ge|eq|ne)(\.and)?\.u32$/.exec(opcode);
  if (setp) {
    const texts = operands.count(setp[2] ? 4 : 3);
    const to = operands.register(texts[0]!, 1);
    const [a, b] = [operands.value(texts[1]!, 32), operands.value(texts[2]!, 32)];
    const and = setp[2] ? operands.register(texts[3]!, 1) : null;
    const compare = COMPARISONS[setp[1]!]!;
    return (t) => (t.registers[to] = compare(a(t), b(t)) && (and === null || t.get(and) === 1) ? 1 : 0);
  }
  if (BINARY_32[opcode] || BINARY_64[opcode]) {
    const texts = operands.count(3);
    const width = BINARY_32[opcode] ? 32 : 64;
    const to = operands.register(texts[0]!, width);
    const [a, b] = [operands.value(texts[1]!, width), operands.value(texts[2]!, width)];
    const compute = (BINARY_32[opcode] ?? BINARY_64[opcode])!;
    return (t) => (width === 32 ? t.set32(to, compute(a(t), b(t))) : t.set64(to, compute(a(t), b(t))));
  }
  const memory = /^(ld|st)\.(global|global\.nc|shared)\.(u32|v2\.u32|v4\.u32)$/.exec(opcode);
  if (memory) return compileMemory(operands, memory[1] as 'ld' | 'st', memory[2]!, VECTORS[memory[3]!]!);
  switch (opcode) {
    case 'mov.u32': {
      const [to, from] = operands.count(2) as [string, string];
      const register = operands.register(to, 32);
      const special = SPECIAL[from];
      if (special) return (t) => t.set32(register, special(t));
      if (operands.entry.shared.some(({ name }) => name === from)) {
        return (t) => t.set32(register, t.block.symbols.get(from)!);
      }
      const value = operands.value(from, 32);
      return (t) => t.set32(register, value(t));
    }
    case 'ld.param.u32':
    case 'ld.param.u64': {
      const [to, from] = operands.count(2) as [string, string];
      const size = opcode.endsWith('64') ? 8 : 4;
      const register = operands.register(to, size === 8 ? 64 : 32);
      const name = from.slice(1, -1);
      if (!operands.entry.parameters.some((p) => p.name === name && p.size === size)) throw operands.fail('parameter');
      return (t) => (t.registers[register] = t.block.parameters.get(name)!.value);
    }
    case 'cvta.to.global.u64': {
      const [to, from] = operands.count(2).map((text) => operands.register(text, 64)) as [number, number];
      return (t) => t.set64(to, t.get(from));
    }
    case 'cvt.u64.u32': {
      const [to, from] = operands.count(2) as [string, string];
      const [register, value] = [operands.register(to, 64), operands.register(from, 32)];
      return (t) => t.set64(register, t.get(value));
    }
    case 'shl.b64': {
      const [to, a, b] = operands.count(3) as [string, string, string];
      const [register, value, by] = [operands.register(to, 64), operands.value(a, 64), operands.value(b, 32)];
      return (t) => t.set64(register, value(t) * 2 ** by(t));
    }
    case 'mul.wide.u32': {
      const [to, a, b] = operands.count(3) as [string, string, string];
      const [register, x, y] = [operands.register(to, 64), operands.value(a, 32), operands.value(b, 32)];
      return (t) => t.set64(register, x(t) * y(t));
    }
    case 'mad.lo.u32':
    case 'mad.lo.u64': {
      const width = opcode.endsWith('64') ? 64 : 32;
      const [to, ...from] = operands.count(4);
      const register = operands.register(to!, width);
      const [a, b, c] = from.map((text) => operands.value(text, width)) as [Read, Read, Read];
      if (width === 64) return (t) => t.set64(register, a(t) * b(t) + c(t));
      return (t) => t.set32(register, Math.imul(a(t), b(t)) + c(t));
    }
    case 'mov.b64': {
      const [to, from] = operands.count(2) as [string, string];
      const [register, words] = [operands.register(to, 64), operands.registers(from, 2)];
      return (t) => t.setPacked(register, t.get(words[0]!), t.get(words[1]!));
    }
    case 'fence.proxy.async.shared::cta':
      operands.count(0);
      return (t) => t.block.shared.fence(t.number);
    case 'selp.u32': {
      const [to, a, b, p] = operands.count(4) as [string, string, string, string];
      const [register, predicate] = [operands.register(to, 32), operands.register(p, 1)];
      const [x, y] = [operands.value(a, 32), operands.value(b, 32)];
      return (t) => t.set32(register, t.get(predicate) ? x(t) : y(t));
    }
    case 'and.pred': {
      const [to, a, b] = operands.count(3).map((text) => operands.register(text, 1)) as [number, number, number];
      return (t) => (t.registers[to] = t.get(a) & t.get(b));
    }
    case 'dp4a.s32.s32': {
      const [to, a, b, c] = operands.count(4).map((text) => operands.register(text, 32)) as [
        number,
        number,
        number,
        number,
      ];
      return (t) => {
        let sum = signed(t.get(c));
        const [x, y] = [t.get(a), t.get(b)];
        for (let shift = 24; shift >= 0; shift -= 8) sum += ((x << shift) >> 24) * ((y << shift) >> 24);
        t.set32(to, sum);
      };
    }
    case 'bra': {
      const target = operands.entry.labels.get(operands.count(1)[0]!);
      if (target === undefined) throw operands.fail('no such label');
      return (t) => (t.next = target);
    }
    case 'ret':
      operands.count(0);
      return (t) => (t.exited = true);
    case 'cp.async.cg.shared.global': {
      const [to, from, size, filled] = operands.count(4) as [string, string, string, string];
      if (size !== '16') throw operands.fail('cp-size');
      const [target, source, bytes] = [
        operands.address(to, 32),
        operands.address(from, 64),
        operands.value(filled, 32),
      ];
      return (t) => t.copyAsync(target(t), source(t), bytes(t));
    }
    case 'cp.async.commit_group':
      operands.count(0);
      return (t) => t.commitCopies();
    case 'cp.async.wait_group': {
      const left = Number(operands.count(1)[0]);
      return (t) => t.waitForCopies(left);
    }
    default:
      throw operands.fail('an opcode this interpreter does not know');
  }
}

function compileMemory(
  operands: Operands,
  verb: 'ld' | 'st',
  space: string,
  words: number,
): (thread: PtxThread) => void {
  const [first, second] = operands.count(2) as [string, string];
  const [registerText, addressText] = verb === 'ld' ? [first, second] : [second, first];
  const registers = words === 1 ? [operands.register(registerText, 32)] : operands.registers(registerText, words);
  const address = operands.address(addressText, space === 'shared' ? 32 : 64);
  if (verb === 'st') {
    return (t) => {
      const bytes = new Uint8Array(Uint32Array.from(registers, (register) => t.get(register)).buffer);
      if (space === 'shared') t.block.shared.write(t.number, address(t), bytes);
      else t.block.global.at(address(t), bytes.length, 'store').set(bytes);
    };
  }
  const access = space === 'global.nc' ? 'readOnly' : 'read';
  return (t) => {
    const at = address(t);
    const bytes =
      space === 'shared' ? t.block.shared.read(t.number, at, words * 4) : t.block.global.at(at, words * 4, access);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    registers.forEach((register, word) => t.set32(register, view.getUint32(word * 4, true)));
  };
}
