import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeReportFile, MalformedReportError, parseReport, type ReportFile } from '@tributary/attribution-engine';
import { canonicalJson } from '@tributary/protocol';
import { describeError } from '../describeError.js';
import { UsageError } from '../errors.js';
import { parseOptions } from '../parseOptions.js';
import { createProgressBar } from '../terminal/createProgressBar.js';
import { sanitizeLine } from '../terminal/sanitizeLine.js';
import { challengePayouts } from '../verify/challengePayouts.js';
import { checkReportItself, checkVerdicts } from '../verify/checkReport.js';
import { SigningKeyError } from '../verify/errors.js';
import { describeReport, isWrong } from '../verify/printVerification.js';
import { readSigningKey } from '../verify/readSigningKey.js';
import { readVerifySettings, VERIFY_OPTIONS } from '../verify/readVerifySettings.js';
import { countWrong, signReport } from '../verify/reportSignature.js';
import { type Verification, verifyRange } from '../verify/verifyRange.js';
import { type VerifySettings } from '../verify/VerifySettings.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  ...VERIFY_OPTIONS,
  json: { type: 'boolean', default: false },
  report: { type: 'string' },
  evidence: { type: 'string' },
  check: { type: 'string' },
  challenge: { type: 'boolean', default: false },
  'key-file': { type: 'string' },
} as const;

const EXIT = { allMatched: 0, somethingWrong: 1, couldNotTell: 2 } as const;
const MOST_REPORT_BYTES = 2 ** 28;

export const verify: Verb = {
  summary: 'recompute payouts from an RPC URL and the blobs alone, and say which are wrong',
  help: `tributary verify [--rpc URL[,URL…]] [--gateway URL…] [--from A] [--to B] [options]
tributary verify --check REPORT [--rpc URL[,URL…]] [options]

Recomputes every inference that was settled in the blocks A to B and compares what is due with what was paid, to the wei.
Needs no database. Exit code 0: nothing is wrong; 1: something is, and is listed; 2: it could not be told.

  --rpc URL,URL       endpoints of the chain (default: those of the network that runs in --data)
  --gateway URL       where blobs are, ending in /ipfs/; may be given more than once (default BLOB_GATEWAY, or as --rpc)
  --chain-id N        reads contracts/deployments/N.json (default: the chain of the endpoints)
  --deployment FILE   reads that file instead
  --from A, --to B    blocks, both included (default: the deployment's first, and the newest finalized one)
  --as-of N           counts payments up to this block (default B)
  --inference ID      only this one
  --grace SECONDS     how long a payout may take (default 300, or the running network's)
  --verify-receipts   proves every log by the receipts roots of linked headers, so that no endpoint can cheat
  --checkpoint N:HASH a block that is trusted: with --verify-receipts, headers are linked to it
  --backend NAME      auto (default), cuda, webgpu, wasm or reference
  --memory SIZE       of an index held in memory at once (default 1G)
  --data DIR          where a network was started (default .tributary)
  --json              the report as one JSON line
  --report FILE       writes the report, signed (EIP-712) where there is a key
  --evidence DIR      writes the evidence of each wrong inference to DIR/<digest>.json
  --challenge         posts PayoutChallenged for each wrong inference, and waits until it is mined; needs a key
  --key-file FILE     the private key (or TRIBUTARY_KEY in the environment)
  --check REPORT      checks a report's digest and signature, and with --rpc its verdicts`,
  run: (args) => runVerify('verify', args),
};

/** Exit code 2, not 1, for whatever kept it from telling: 1 accuses somebody. */
export async function runVerify(verb: string, args: readonly string[]): Promise<number> {
  const { values } = parseOptions(verb, args, OPTIONS);
  try {
    const account = readSigningKey(values['key-file'], process.env);
    if (values.check !== undefined) return await check(verb, values.check, values);
    if (values.challenge && !account) {
      throw new SigningKeyError({ source: '--challenge', problem: 'needs a private key' });
    }
    const settings = await readVerifySettings(verb, values, { env: process.env, log: tell });
    const startedAt = performance.now();
    const verification = await verifyWithProgress(settings);
    const elapsedMs = performance.now() - startedAt;
    const { report, verified } = verification;
    if (values.inference !== undefined && verified.length === 0) {
      const range = `${report.range.from.number} to ${report.range.to.number}`;
      throw new UsageError({ problem: `Inference ${values.inference} was not settled in blocks ${range}`, verb });
    }

    const file = encodeReportFile(await signReport(report, account));
    if (values.report !== undefined) writeFileSync(values.report, file);
    if (values.evidence !== undefined) writeEvidence(values.evidence, verification);
    if (values.json) console.log(new TextDecoder().decode(file));
    else console.log(describeReport(report, elapsedMs));
    if (values.challenge && account) {
      const postedCount = await challengePayouts(verified.filter(isWrong), {
        ...{ endpoints: settings.endpoints, chainId: report.chainId, account, ledger: verification.ledger },
        settlement: settings.deployment.addresses.AttributionSettlement,
        log: tell,
      });
      tell(`${postedCount} challenges were posted by ${account.address}.`);
    }
    if (countWrong(report) > 0) return EXIT.somethingWrong;
    return report.counts.UNAVAILABLE ? EXIT.couldNotTell : EXIT.allMatched;
  } catch (error) {
    console.error(`tributary: ${describeError(error)}`);
    return EXIT.couldNotTell;
  }
}

/** What people are told beside the result. */
function tell(line: string): void {
  console.error(sanitizeLine(line));
}

async function verifyWithProgress(settings: VerifySettings): Promise<Verification> {
  const bar = createProgressBar(process.stderr, 'done');
  try {
    return await verifyRange(settings, { log: tell, onProgress: (progress) => bar.update(progress) });
  } finally {
    bar.stop();
  }
}

function writeEvidence(folder: string, { verified }: Verification): void {
  mkdirSync(folder, { recursive: true });
  for (const { evidence, evidenceDigest } of verified.filter(isWrong)) {
    if (evidence) writeFileSync(join(folder, `${evidenceDigest}.json`), canonicalJson(evidence));
  }
}

async function check(
  verb: string,
  path: string,
  values: Parameters<typeof readVerifySettings>[1] & { json: boolean },
): Promise<number> {
  if (statSync(path).size > MOST_REPORT_BYTES) throw new MalformedReportError({ reason: 'it is too long' });
  const file = parseReport(readFileSync(path));
  const checks = await checkReportItself(file);
  if (values.rpc === undefined) {
    checks.push({ what: 'verdicts', holds: undefined, because: 'give --rpc to have them made again' });
  } else {
    const settings = await readVerifySettings(verb, claimedBy(file, values), { env: process.env, log: tell });
    const { report } = await verifyWithProgress(settings);
    checks.push(checkVerdicts(file.report, report));
  }
  if (values.json) console.log(JSON.stringify({ checks: checks.map((one) => ({ ...one, holds: one.holds ?? null })) }));
  for (const { what, holds, because } of values.json ? [] : checks) {
    console.log(`${holds === undefined ? '?' : holds ? '✔' : '✘'} ${what}: ${because}`);
  }
  return checks.some(({ holds }) => holds === false) ? EXIT.somethingWrong : EXIT.allMatched;
}

/** The report's own range and terms, on the endpoints, the deployment and the machine of whoever checks. */
function claimedBy<T extends Parameters<typeof readVerifySettings>[1]>({ report }: ReportFile, values: T): T {
  return {
    ...values,
    ...(values.deployment === undefined && { 'chain-id': String(report.chainId) }),
    from: String(report.range.from.number),
    to: String(report.range.to.number),
    'as-of': String(report.asOf.number),
    grace: String(report.graceSeconds),
    ...(report.inferenceId !== null && { inference: report.inferenceId }),
  };
}
