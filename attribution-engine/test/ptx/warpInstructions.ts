import type { Operands } from './compileInstruction.js';
import type { PtxThread } from './ptxThread.js';

/** Done by the 32 threads of a warp together, which all stand at it. */
export type WarpStep = (warp: readonly PtxThread[]) => void;

const int8At = (word: number, byte: number): number => (word << (24 - 8 * byte)) >> 24;

/** By opcode. Fragments are laid out as in the PTX manual, "Matrix multiply-accumulate operation using mma". */
export const WARP_INSTRUCTIONS: Record<string, (operands: Operands) => WarpStep> = {
  'shfl.sync.bfly.b32'(operands) {
    const [to, from, distance, clamp, mask] = operands.count(5) as [string, string, string, string, string];
    if (clamp !== '31' || mask !== '0xffffffff' || !/^\d+$/.test(distance))
      throw operands.fail('another clamp or mask');
    const [target, source] = [operands.register(to, 32), operands.register(from, 32)];
    return (warp) => {
      const values = warp.map((thread) => thread.get(source));
      warp.forEach((thread, lane) => thread.set32(target, values[lane ^ Number(distance)]!));
    };
  },

  // Matrix m has the eight 16-byte rows at the addresses of lanes 8m … 8m + 7; lane l gets word l % 4 of row l / 4.
  'ldmatrix.sync.aligned.m8n8.x4.shared.b16'(operands) {
    const [to, from] = operands.count(2) as [string, string];
    const targets = operands.registers(to, 4);
    const address = operands.address(from, 32);
    return (warp) => {
      const rows = warp.map((thread) => {
        const bytes = thread.block.shared.read(thread.number, address(thread), 16).slice();
        return new Uint32Array(bytes.buffer);
      });
      warp.forEach((thread, lane) => {
        targets.forEach((target, matrix) => thread.set32(target, rows[matrix * 8 + (lane >> 2)]![lane & 3]!));
      });
    };
  },

  // A [16, 32]: register i of lane l has row l/4 + 8·(i & 1), columns 4·(l % 4) + 16·(i >> 1) … + 3.
  // B [32, 8]: register i has column l/4, rows 4·(l % 4) + 16·i … + 3.  C, D [16, 8]: register i has row l/4 + 8·(i >> 1),
  // column 2·(l % 4) + (i & 1).
  'mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32'(operands) {
    const [d, a, b, c] = operands.count(4) as [string, string, string, string];
    const [targets, left, right, sums] = [
      operands.registers(d, 4),
      operands.registers(a, 4),
      operands.registers(b, 2),
      operands.registers(c, 4),
    ];
    return (warp) => {
      const rows = Array.from({ length: 16 }, () => new Int8Array(32));
      const columns = Array.from({ length: 8 }, () => new Int8Array(32));
      warp.forEach((thread, lane) => {
        for (let byte = 0; byte < 4; byte++) {
          left.forEach((register, i) => {
            rows[(lane >> 2) + 8 * (i & 1)]![4 * (lane & 3) + 16 * (i >> 1) + byte] = int8At(
              thread.get(register),
              byte,
            );
          });
          right.forEach((register, i) => {
            columns[lane >> 2]![4 * (lane & 3) + 16 * i + byte] = int8At(thread.get(register), byte);
          });
        }
      });
      warp.forEach((thread, lane) => {
        targets.forEach((target, i) => {
          const row = rows[(lane >> 2) + 8 * (i >> 1)]!;
          const column = columns[2 * (lane & 3) + (i & 1)]!;
          let sum = thread.get(sums[i]!) | 0;
          for (let k = 0; k < 32; k++) sum += row[k]! * column[k]!;
          thread.set32(target, sum);
        });
      });
    };
  },
};
