import { fileURLToPath } from 'node:url';
import { availableParallelism } from 'node:os';
import { FULL_SCALE, QUICK_SCALE } from './quality/studySettings.ts';
import { runStudy } from './quality/runStudy.ts';

interface BenchCase {
  case: string;
  unit: string;
  ours: number;
  peer?: number;
  peerName?: string;
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/tributary/quality', import.meta.url));
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

/**
 * How far to trust a share: the shipped rule on a task written for the purpose, against exact oracles, retraining,
 * forgers and cheats. About 20 minutes on two cores, half a minute when repeated: results are kept in
 * node_modules/.cache under the digest of what they depend on, the arithmetic's own bits included. `QUALITY_QUICK=1` is
 * a trial of two minutes whose bars need not hold. A full run writes docs/quality.json and docs/quality.md, unless
 * `QUALITY_SEED` draws another task.
 */
export default async function* quality(): AsyncGenerator<BenchCase> {
  const isQuick = process.env['QUALITY_QUICK'] === '1';
  const scale = isQuick ? QUICK_SCALE : FULL_SCALE;
  const seed = process.env['QUALITY_SEED'] ?? scale.task.seed;
  const isPublished = !isQuick && seed === scale.task.seed;
  const study = runStudy(
    { ...scale, task: { ...scale.task, seed } },
    {
      cacheFolder: CACHE,
      threads: Math.min(2, availableParallelism()),
      ...(isPublished && { docsFolder: DOCS }),
    },
  );
  for await (const { part, case: name, unit, ours, bar, good } of study) {
    yield {
      ...{ case: `${part}: ${name}`, unit, ours },
      ...(bar !== undefined && { peer: bar, peerName: isQuick ? `bar of the full study (${good})` : `bar (${good})` }),
    };
  }
}
