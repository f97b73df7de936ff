import { canonicalJson, FatalError, VERDICTS, type Digest } from '@tributary/protocol';
import type { VerificationReport } from './VerificationReport.js';

/** A report with the digest that names it, and who stands for it. */
export interface ReportFile {
  report: VerificationReport;
  reportDigest: Digest;
  signature: { scheme: 'EIP-712'; signer: string; signature: string } | null;
}

/** A file is no verification report. */
export class MalformedReportError extends FatalError {
  constructor(facts: { reason: string }) {
    super(
      `This is no verification report: ${facts.reason}. Give a file that \`tributary verify --report\` wrote.`,
      facts,
    );
  }
}

const HASH = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
const WEI = /^(0|[1-9]\d{0,77})$/;

/** Canonical JSON: the same report is always the same bytes. */
export function encodeReportFile(file: ReportFile): Uint8Array {
  return canonicalJson(file);
}

/** Reads a stranger's report; that its digest or signature fit is not said by this. @throws MalformedReportError */
export function parseReport(bytes: Uint8Array): ReportFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedReportError({ reason: 'it is not JSON in UTF-8' });
  }
  const file = objectAt(value, 'the file');
  const report = objectAt(file['report'], 'report');
  need(report['kind'] === 'tributary-verification' && report['version'] === 1, 'it is of another kind or version');
  need(isText(file['reportDigest'], HASH), 'reportDigest is no digest');
  need(isCount(report['chainId']) && isCount(report['startBlock']), 'chainId and startBlock must be whole numbers');
  need(isCount(report['graceSeconds']), 'graceSeconds must be a whole number');
  need(typeof report['receiptsVerified'] === 'boolean', 'receiptsVerified must be true or false');
  need(report['inferenceId'] === null || isText(report['inferenceId'], WEI), 'inferenceId must be a number as text');
  for (const address of Object.values(objectAt(report['contracts'], 'contracts'))) {
    need(isText(address, ADDRESS), 'contracts must be lower-case addresses');
  }
  const range = objectAt(report['range'], 'range');
  for (const [block, what] of [
    [range['from'], 'range.from'],
    [range['to'], 'range.to'],
    [report['asOf'], 'asOf'],
    ...(report['checkpoint'] === null ? [] : [[report['checkpoint'], 'checkpoint'] as const]),
  ] as const) {
    const { number, hash } = objectAt(block, what);
    need(isCount(number) && isText(hash, HASH), `${what} must have a number and a hash`);
  }
  objectAt(report['engine'], 'engine');
  objectAt(report['counts'], 'counts');
  const { inferences } = report;
  need(Array.isArray(inferences), 'inferences must be a list');
  for (const inference of inferences as unknown[]) checkInference(objectAt(inference, 'an inference'));
  const { signature } = file;
  if (signature !== null) {
    const { scheme, signer, signature: text } = objectAt(signature, 'signature');
    need(scheme === 'EIP-712' && isText(signer, ADDRESS), 'signature must be EIP-712 by a lower-case address');
    need(isText(text, /^0x(?:[0-9a-f]{2}){65}$/), 'a signature has 65 bytes');
  }
  return file as unknown as ReportFile;
}

function checkInference(inference: Record<string, unknown>): void {
  const { inferenceId, blockNumber, verdict, feeWei, expectedWei, paidWei, lines, evidenceDigest } = inference;
  need(isText(inferenceId, WEI) && isCount(blockNumber), 'an inference must have an id and a block');
  need((VERDICTS as readonly unknown[]).includes(verdict), 'an inference must have a verdict');
  need(isText(feeWei, WEI) && isText(paidWei, WEI), 'amounts must be wei as decimal text');
  need(expectedWei === null || isText(expectedWei, WEI), 'amounts must be wei as decimal text');
  need(evidenceDigest === null || isText(evidenceDigest, HASH), 'evidenceDigest must be a digest');
  need(isText(inference['blockHash'], HASH) && isText(inference['transactionHash'], HASH), 'hashes have 32 bytes');
  need(Array.isArray(lines), 'lines must be a list');
  for (const line of lines as unknown[]) {
    const { recipient, contributionId, expectedWei: due, paidWei: paid } = objectAt(line, 'a line');
    need(isText(recipient, ADDRESS) && isText(contributionId, WEI) && isText(paid, WEI), 'a line is incomplete');
    need(due === null || isText(due, WEI), 'a line is incomplete');
  }
}

function objectAt(value: unknown, what: string): Record<string, unknown> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), `${what} must be an object`);
  return value as Record<string, unknown>;
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function need(isRight: boolean, reason: string): void {
  if (!isRight) throw new MalformedReportError({ reason });
}
