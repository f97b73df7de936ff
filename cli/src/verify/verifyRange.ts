import {
  buildReport,
  createVerifierBlobs,
  ENGINE_VERSION,
  MemoryLedger,
  ModelLibrary,
  openBackend,
  type ReportedBlock,
  type VerificationReport,
  type VerifiedInference,
  verifyInferences,
} from '@tributary/attribution-engine';
import { type BlockHeader, type ChainReader, createChainReader } from '@tributary/chain';
import { UsageError } from '../errors.js';
import { type Progress } from '../terminal/createProgressBar.js';
import { decodeLedgerEvent } from './decodeLedgerEvent.js';
import { ChainMovedError } from './errors.js';
import { LEDGER_CONTRACTS, type LedgerDeployment } from './readDeployment.js';
import { type VerifySettings } from './VerifySettings.js';

/** A report with what it was made from. */
export interface Verification {
  report: VerificationReport;
  verified: VerifiedInference[];
  ledger: MemoryLedger;
}

export interface VerifyListeners {
  log: (line: string) => void;
  onProgress: (progress: Progress) => void;
}

const MODEL_LIMIT_BYTES = 2 ** 31;
const MODELS_KEPT = 8;
const FETCH_TIMEOUT_MS = 20_000;

/**
 * Reads the deployment's events, works out in memory what was in force and what was paid, and recomputes every inference
 * that was settled in the range. Needs RPC endpoints and blob gateways, and no database.
 */
export async function verifyRange(settings: VerifySettings, listeners: VerifyListeners): Promise<Verification> {
  const { deployment, endpoints, checkpoint, verifyReceipts, graceSeconds, inferenceId } = settings;
  const { log, onProgress } = listeners;
  const reader = createChainReader({
    ...{ endpoints, checkpoint, verifyReceipts, log },
    chainId: deployment.chainId,
  });
  const { from, to, asOf } = await fetchBounds(reader, settings);
  const ledger = await readLedger(reader, deployment, [from, to, asOf], (done, total) =>
    onProgress({ stage: 'reading blocks', done, total }),
  );
  // What was read must be what is signed for.
  await expectSame(reader, asOf);

  const backend = await openBackend(settings.backend, { log });
  const blobs = createVerifierBlobs({ gateways: settings.gateways, timeoutMs: FETCH_TIMEOUT_MS });
  const library = new ModelLibrary(blobs, backend, {
    ...{ modelBytes: MODEL_LIMIT_BYTES, indexBytes: MODEL_LIMIT_BYTES, models: MODELS_KEPT },
    memoryBytes: settings.memoryBytes,
  });
  try {
    const settled = ledger.getSettledIds(from.number, to.number);
    const verified = await verifyInferences({
      ...{ ledger, library, blobs },
      inferenceIds: inferenceId === undefined ? settled : settled.filter((id) => id === inferenceId),
      view: { timestamp: timeOf(asOf), graceSeconds },
      fetchTimestamp: createTimestampSource(reader),
      onProgress: (done, total) => onProgress({ stage: 'recomputing', done, total }),
    });
    const report = buildReport(
      {
        chainId: deployment.chainId,
        contracts: { ...deployment.addresses },
        startBlock: deployment.startBlock,
        range: { from: placeOf(from), to: placeOf(to) },
        asOf: { ...placeOf(asOf), timestamp: timeOf(asOf).toISOString() },
        inferenceId: inferenceId ?? null,
        graceSeconds,
        receiptsVerified: verifyReceipts,
        checkpoint: checkpoint ?? null,
        engine: { version: ENGINE_VERSION, backend: backend.name, device: backend.device },
      },
      verified,
    );
    return { report, verified, ledger };
  } finally {
    library.dispose();
    await backend.dispose();
  }
}

async function fetchBounds(
  reader: ChainReader,
  { from, to, asOf, deployment }: VerifySettings,
): Promise<{ from: BlockHeader; to: BlockHeader; asOf: BlockHeader }> {
  const last = to === undefined ? ((await reader.fetchTagged('finalized')) ?? (await reader.fetchHead())) : undefined;
  const toHeader = last ?? (await reader.fetchHeader(to!));
  const fromNumber = from ?? Math.min(deployment.startBlock, toHeader.number);
  if (fromNumber > toHeader.number || (asOf !== undefined && asOf < toHeader.number)) {
    const problem = `--from ${fromNumber} --to ${toHeader.number} --as-of ${asOf ?? toHeader.number} must ascend`;
    throw new UsageError({ problem, verb: 'verify' });
  }
  return {
    from: await reader.fetchHeader(fromNumber),
    to: toHeader,
    asOf: asOf === undefined ? toHeader : await reader.fetchHeader(asOf),
  };
}

async function readLedger(
  reader: ChainReader,
  { addresses, startBlock }: LedgerDeployment,
  [first, middle, last]: readonly [BlockHeader, BlockHeader, BlockHeader],
  onProgress: (done: number, total: number) => void,
): Promise<MemoryLedger> {
  const nameOf = new Map(LEDGER_CONTRACTS.map((name) => [addresses[name], name]));
  const ledger = new MemoryLedger();
  const logs = await reader.fetchLogs({
    ...{ from: Math.min(startBlock, first.number), to: last.number, addresses: [...nameOf.keys()] },
    ...{ expected: [first, middle, last], onProgress },
  });
  for (const log of logs) {
    const event = decodeLedgerEvent(nameOf.get(log.address)!, log);
    if (event) ledger.apply(event);
  }
  return ledger;
}

async function expectSame(reader: ChainReader, block: { number: number; hash: string }): Promise<BlockHeader> {
  const now = await reader.fetchHeader(block.number);
  if (now.hash === block.hash) return now;
  throw new ChainMovedError({ blockNumber: block.number, expected: block.hash, actual: now.hash });
}

/** Asks for each block once. */
function createTimestampSource(reader: ChainReader): (block: { number: number; hash: string }) => Promise<Date> {
  const known = new Map<string, Promise<Date>>();
  return (block) => {
    const found = known.get(block.hash) ?? expectSame(reader, block).then(timeOf);
    known.set(block.hash, found);
    return found;
  };
}

function placeOf({ number, hash }: BlockHeader): ReportedBlock {
  return { number, hash };
}

function timeOf({ timestamp }: BlockHeader): Date {
  return new Date(timestamp * 1000);
}
