import type {
  BlockMark,
  ChainPosition,
  LiveHead,
  SnapshotMark,
  VerdictPage,
  VerdictPlace,
  VerdictPosition,
} from '@tributary/db';
import { BadLiveCursorError } from './errors.js';

/** Raised when the content of cursors changes, so that old ones are refused rather than misread. */
const CURSOR_VERSION = 1;
/** More than any cursor that was handed out has. */
const MAX_CURSOR_LENGTH = 8_192;
const MAX_MARKS = 16;
const MAX_IN_PROGRESS = 256;

/** Feeds whose cursors differ; `all` is a place in every one of them. */
export type LiveTopic = 'all' | 'newBlocks' | 'inferences' | 'verdictChanges' | 'entity';

/** What a cursor may hold; each feed takes its part. */
export interface LivePlace {
  readonly marks: readonly BlockMark[];
  readonly logIndex: number | null;
  readonly seen: SnapshotMark | null;
  readonly page: VerdictPage | null;
  readonly earlier: readonly VerdictPlace[];
  /** Of an entity: fingerprint of its content. */
  readonly fingerprint: string | null;
}

const NOWHERE: LivePlace = { marks: [], logIndex: null, seen: null, page: null, earlier: [], fingerprint: null };

export function encodeLiveCursor(topic: LiveTopic, place: Partial<LivePlace>): string {
  const { marks, logIndex, seen, page, earlier, fingerprint } = { ...NOWHERE, ...place };
  const content = [
    CURSOR_VERSION,
    topic,
    marks.map(({ number, hash }) => [number, hash.slice(2)]),
    logIndex,
    seen && [seen.snapshot, seen.takenAtMs],
    page && [page.until.snapshot, page.until.takenAtMs, page.sinceBlock, page.blockNumber, page.logIndex],
    earlier.map(({ blockNumber, seen: { snapshot, takenAtMs } }) => [blockNumber, snapshot, takenAtMs]),
    fingerprint,
  ];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

export function encodeHead({ marks, seen }: LiveHead): string {
  return encodeLiveCursor('all', { marks, seen });
}

/** Takes the topic's own cursors and those of `liveCursor`; throws {@link BadLiveCursorError}. */
export function decodeLiveCursor(topic: LiveTopic, cursor: string): LivePlace {
  const place = cursor.length > MAX_CURSOR_LENGTH ? null : readPlace(topic, parseJson(cursor));
  if (place === null) throw new BadLiveCursorError({ topic });
  return place;
}

/** A place in the chain alone. */
export function getChainPosition({ marks, logIndex }: LivePlace): ChainPosition {
  return { marks, logIndex };
}

/** A place among the verdicts; throws {@link BadLiveCursorError} when the cursor has none. */
export function getVerdictPosition({ marks, seen, page, earlier }: LivePlace): VerdictPosition {
  if (seen === null) throw new BadLiveCursorError({ topic: 'verdictChanges' });
  const start: VerdictPlace = { blockNumber: marks[0]?.number ?? -1, seen };
  return { marks, logIndex: null, seen, page, earlier: earlier.length === 0 && page === null ? [start] : earlier };
}

function readPlace(topic: LiveTopic, content: unknown): LivePlace | null {
  if (!Array.isArray(content) || content.length !== 8) return null;
  const [version, name, marks, logIndex, seen, page, earlier, fingerprint] = content as unknown[];
  if (version !== CURSOR_VERSION || (name !== topic && name !== 'all')) return null;
  if (!Array.isArray(marks) || marks.length > MAX_MARKS || !marks.every(isMark)) return null;
  if (logIndex !== null && !isHeight(logIndex)) return null;
  if (seen !== null && !(Array.isArray(seen) && seen.length === 2 && isSnapshot(seen[0], seen[1]))) return null;
  if (page !== null && !isPage(page)) return null;
  if (!Array.isArray(earlier) || earlier.length > MAX_MARKS || !earlier.every(isPlace)) return null;
  if (fingerprint !== null && !(typeof fingerprint === 'string' && /^[\w-]{1,64}$/.test(fingerprint))) return null;
  const [seenSnapshot, seenAtMs] = (seen ?? []) as [string, number];
  return {
    marks: marks.map(([number, hash]: [number, string]) => ({ number, hash: `0x${hash}` })),
    logIndex: logIndex as number | null,
    seen: seen === null ? null : { snapshot: seenSnapshot, takenAtMs: seenAtMs },
    page: page === null ? null : toPage(page as PageContent),
    earlier: earlier.map(([blockNumber, snapshot, takenAtMs]: [number, string, number]) => ({
      blockNumber,
      seen: { snapshot, takenAtMs },
    })),
    fingerprint: fingerprint as string | null,
  };
}

type PageContent = [snapshot: string, takenAtMs: number, sinceBlock: number, blockNumber: number, logIndex: number];

function toPage([snapshot, takenAtMs, sinceBlock, blockNumber, logIndex]: PageContent): VerdictPage {
  return { until: { snapshot, takenAtMs }, sinceBlock, blockNumber, logIndex };
}

function isPage(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [snapshot, takenAtMs, sinceBlock, ...place] = value as unknown[];
  return isSnapshot(snapshot, takenAtMs) && (sinceBlock === -1 || isHeight(sinceBlock)) && place.every(isHeight);
}

function isPlace(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [blockNumber, snapshot, takenAtMs] = value as unknown[];
  return (blockNumber === -1 || isHeight(blockNumber)) && isSnapshot(snapshot, takenAtMs);
}

function isMark(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isHeight(value[0]) && /^[0-9a-f]{16}$/.test(String(value[1]));
}

function isHeight(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0x7fffffff;
}

/** Postgres refuses a snapshot whose numbers are not in order, with an error that would look like a defect of ours. */
function isSnapshot(text: unknown, takenAtMs: unknown): boolean {
  if (!Number.isSafeInteger(takenAtMs) || Math.abs(takenAtMs as number) > 8e15) return false;
  const match = typeof text === 'string' ? /^(\d{1,18}):(\d{1,18}):((?:\d{1,18},)*\d{1,18})?$/.exec(text) : null;
  if (match === null) return false;
  const [first, next] = [BigInt(match[1]!), BigInt(match[2]!)];
  const inProgress = match[3] === undefined ? [] : match[3].split(',').map(BigInt);
  if (first < 1n || next < first || inProgress.length > MAX_IN_PROGRESS) return false;
  return inProgress.every((id, index) => id >= (index === 0 ? first : inProgress[index - 1]! + 1n) && id < next);
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
