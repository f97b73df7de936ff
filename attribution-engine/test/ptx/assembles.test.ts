import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { buildDotFewPtx } from '../../src/score/cuda/dotFewPtx.js';
import { buildDotHopperPtx } from '../../src/score/cuda/dotHopperPtx.js';
import { buildDotManyPtx } from '../../src/score/cuda/dotManyPtx.js';

const version = spawnSync('ptxas', ['--version']);
const release = Number(/release (\d+)/.exec(version.stdout?.toString() ?? '')?.[1] ?? 0);
if (release === 0) console.warn("SKIPPED: assembling the PTX: no ptxas of NVIDIA's toolkit in PATH.");

/** Architecture that is assembled for, the first release that knows the text, and the last that knows the architecture. */
const KERNELS: [string, string, number, number, string][] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((queries): [string, string, number, number, string][] => [
    [`dotFew of ${queries}`, 'sm_61', 10, 12, buildDotFewPtx(queries, 'sm_61')],
    [`dotFew of ${queries}`, 'sm_75', 10, Infinity, buildDotFewPtx(queries, 'sm_75')],
  ]),
  ['dotMany with mma', 'sm_80', 11, Infinity, buildDotManyPtx()],
  ['dotMany with wgmma', 'sm_90a', 12, Infinity, buildDotHopperPtx()],
];

describe.skipIf(release === 0)("NVIDIA's assembler", () => {
  it.each(KERNELS.filter(([, , first, last]) => release >= first && release <= last))(
    'takes %s for %s, with every value in a register',
    (_, architecture, _first, _last, ptx) => {
      const values = ['-v', `-arch=${architecture}`, '-o', '/dev/null', '-'];
      const { status, stderr, stdout } = spawnSync('ptxas', values, { input: ptx });
      const said = `${stdout.toString()}${stderr.toString()}`;
      expect(status, said).toBe(0);
      expect(said).toContain('0 bytes spill stores, 0 bytes spill loads');
      // wgmma that the assembler runs one by one would be right, and slow.
      expect(said).not.toMatch(/warning|serialized/i);
    },
  );
});
