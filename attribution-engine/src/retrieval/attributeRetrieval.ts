import { normalizeText, shinglesOf } from '@tributary/protocol';
import type { ContributionShare } from '../attribute.js';
import { sharesOfRows, type ScoredRow } from '../method/sharesOfRows.js';
import type { RetrievedChunk } from './parseRetrieval.js';

export const RETRIEVAL_METHOD = 'retrieval/1';

/** One shingle of the answer, in fixed point. */
const SHINGLE_UNITS = 65_536;
/** Fewer shingles of the answer that only the chunks explain say nothing. */
const MIN_SHINGLES = 16;

/** What each retrieved chunk gave to one answer. */
export interface RetrievalAttribution {
  unattributed: boolean;
  reason?: 'NO_CHUNKS' | 'TOO_LITTLE';
  /** The distinct chunks that hold something, heaviest first, ties by row; `row` is the place in the log. In 1/65,536 shingle. */
  scores: ScoredRow[];
  /** Empty when unattributed. */
  shares: ContributionShare[];
}

/** A line of a contribution, all of whose chunks count as one. */
interface Source {
  /** The first of its chunks in the log. */
  row: number;
  contributionId: number;
  line: number;
  shingles: Set<number>;
}

/**
 * Divides the shingles of an answer among the retrieved chunks that hold them (docs/attribution-span.md §6): each
 * equally among the lines that hold it, rounded down; those that the rest of the prompt holds too are nobody's. Owners
 * play no part.
 *
 * @param chunks as `parseRetrieval` gives them: their texts stand in the prompt
 */
export function attributeRetrieval(
  prompt: string,
  completion: string,
  chunks: readonly RetrievedChunk[],
): RetrievalAttribution {
  const sources = sourcesOf(chunks);
  const answer = normalizedShingles(completion);
  for (const piece of piecesOutside(prompt, chunks)) {
    for (const shingle of normalizedShingles(piece)) answer.delete(shingle);
  }
  const units = new Float64Array(sources.length);
  let explained = 0;
  for (const shingle of answer) {
    const holders = sources
      .keys()
      .filter((i) => sources[i]!.shingles.has(shingle))
      .toArray();
    if (holders.length > 0) explained++;
    for (const i of holders) units[i]! += Math.floor(SHINGLE_UNITS / holders.length);
  }
  if (sources.length === 0) return unattributed('NO_CHUNKS');
  if (explained < MIN_SHINGLES || 2 * explained < answer.size) return unattributed('TOO_LITTLE');

  const scores = sources
    .map(({ row, contributionId, line }, i) => ({ row, contribution: contributionId, line, score: BigInt(units[i]!) }))
    .filter(({ score }) => score > 0n)
    .sort((a, b) => Number(b.score - a.score) || a.row - b.row);
  return { unattributed: false, scores, shares: sharesOfRows(scores) };
}

function unattributed(reason: 'NO_CHUNKS' | 'TOO_LITTLE'): RetrievalAttribution {
  return { unattributed: true, reason, scores: [], shares: [] };
}

const normalizedShingles = (text: string): Set<number> => shinglesOf(normalizeText(text));

/** In ascending contribution, then line; a text that stands in several lines belongs to the first of them. */
function sourcesOf(chunks: readonly RetrievedChunk[]): Source[] {
  const ordered = chunks
    .map((chunk, row) => ({ ...chunk, row }))
    .sort((a, b) => a.contributionId - b.contributionId || a.line - b.line || a.row - b.row);
  const sources: Source[] = [];
  const seen = new Set<string>();
  for (const { row, contributionId, line, digest, text } of ordered) {
    if (seen.has(digest)) continue;
    seen.add(digest);
    const last = sources.at(-1);
    const shingles = normalizedShingles(text);
    if (last?.contributionId === contributionId && last.line === line) {
      for (const shingle of shingles) last.shingles.add(shingle);
    } else sources.push({ row, contributionId, line, shingles });
  }
  return sources;
}

/**
 * What is left of the prompt when each logged chunk is taken out once: the longest first, and each where it first
 * stands without lying wholly inside one already out. What stands there once more, the asker has quoted.
 */
function piecesOutside(prompt: string, chunks: readonly RetrievedChunk[]): string[] {
  const taken: { start: number; end: number }[] = [];
  for (const { text } of chunks.toSorted((a, b) => b.text.length - a.text.length)) {
    let at = prompt.indexOf(text);
    for (let around; at >= 0 && (around = taken.find(({ start, end }) => start <= at && at + text.length <= end));) {
      at = prompt.indexOf(text, around.end - text.length + 1);
    }
    if (at >= 0) taken.push({ start: at, end: at + text.length });
  }
  taken.sort((a, b) => a.start - b.start);
  const pieces: string[] = [];
  let end = 0;
  for (const part of taken) {
    if (part.start > end) pieces.push(prompt.slice(end, part.start));
    end = Math.max(end, part.end);
  }
  pieces.push(prompt.slice(end));
  return pieces;
}
