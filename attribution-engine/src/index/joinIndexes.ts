import { indexWidth, type IndexReader } from './attributionIndex.js';
import { MalformedIndexError, indexMetadata } from './indexFile.js';

/** Shards of one index, one after the other, as one index. @throws MalformedIndexError when they are not of one index */
export function joinIndexes(shards: readonly IndexReader[]): IndexReader {
  const [first] = shards;
  if (!first) throw new MalformedIndexError({ reason: 'it has no shards' });
  if (shards.length === 1) return first;
  const identity = JSON.stringify(indexMetadata(first));
  if (shards.some((shard) => JSON.stringify(indexMetadata(shard)) !== identity)) {
    throw new MalformedIndexError({ reason: 'its shards are not of one index' });
  }
  const starts = [0];
  for (const { contributions } of shards) starts.push(starts.at(-1)! + contributions.length);
  const width = indexWidth(first);
  const { method, blocks, baseDigest, adapterDigest } = first;
  return {
    ...{ method, blocks, baseDigest, adapterDigest },
    contributions: concatenate(shards.map((shard) => shard.contributions)),
    lines: concatenate(shards.map((shard) => shard.lines)),
    ...(first.families && { families: concatenate(shards.map((shard) => shard.families!)) }),
    async read(from, { values, exponents }) {
      const end = from + exponents.length / blocks.length;
      for (const [s, shard] of shards.entries()) {
        const [begin, stop] = [Math.max(from, starts[s]!), Math.min(end, starts[s + 1]!)];
        if (begin >= stop) continue;
        await shard.read(begin - starts[s]!, {
          values: values.subarray((begin - from) * width, (stop - from) * width),
          exponents: exponents.subarray((begin - from) * blocks.length, (stop - from) * blocks.length),
        });
      }
    },
    async loadExamples() {
      const parts = await Promise.all(shards.map((shard) => shard.loadExamples()));
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    },
    async close() {
      await Promise.all(shards.map((shard) => shard.close()));
    },
  };
}

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
