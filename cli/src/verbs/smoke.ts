import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiQueryError, ServiceGaveUpError, ServiceNotReadyError } from '../errors.js';
import { Network } from '../network/Network.js';
import { type NetworkSettings } from '../network/NetworkSettings.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { compareVerdicts, type Comparison, getSettledToVerdictMsP95 } from '../smoke/compareVerdicts.js';
import { fetchInferences } from '../smoke/fetchInferences.js';
import { readPlanted } from '../smoke/readPlanted.js';
import { type SmokeResult } from '../smoke/SmokeResult.js';
import { findFreePorts } from '../supervise/findFreePorts.js';
import { onStopRequest, type StopRequest } from '../supervise/onStopRequest.js';
import { Terminal } from '../terminal/Terminal.js';
import { type Verb } from '../Verb.js';

const POLL_MS = 500;
const GRACE_SECONDS = 4;
/** As many as there are verdicts for it: `CHEATS` in devnet/src/actors/cheats.ts. */
const WAYS_TO_BE_WRONG = 7;

/** After the grace period a wrong payout still has to be indexed and recomputed. */
const RECOMPUTE_ALLOWANCE_MS = 8_000;

/** Verdicts that are wrong may still be put right, as new payouts make old results stale; not for longer than this. */
const PATIENCE_MS = 30_000;

/** Enough to see the pattern. */
const SHOWN_COMPLAINTS = 20;

const OPTIONS = {
  inferences: { type: 'string', default: '20' },
  timeout: { type: 'string', default: '180' },
  'json-only': { type: 'boolean', default: false },
} as const;

export const smoke: Verb = {
  summary: 'run the whole network for a while and hold its verdicts against what was planted',
  help: `tributary smoke [--inferences N] [--timeout S] [--json-only]

Starts everything on free ports in a temporary folder, with every third payout wrong on purpose, until N inferences are
reconciled and every wrong one has been found out. The last line is JSON. Exit code 0 when all were caught as what they
are, nobody was accused falsely, and there were N; else 1.

  --inferences N   how many to wait for (default 20)
  --timeout S      give up after this many seconds (default 180)
  --json-only      only the last line`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('smoke', args, OPTIONS);
  const wanted = parseNumber('smoke', 'inferences', values.inferences, { min: 1, max: 100_000, isInteger: true });
  const timeoutMs = 1_000 * parseNumber('smoke', 'timeout', values.timeout, { min: 1, max: 86_400 });
  const deadline = performance.now() + timeoutMs;

  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-smoke-'));
  chmodSync(dataDir, 0o711); // Postgres, when started by root, runs as another user.
  const settings = await buildSettings(dataDir);
  const stream = values['json-only'] ? { write: () => true, isTTY: false } : process.stderr;
  const terminal = new Terminal({ stream, useColour: stream.isTTY === true, showLines: false });
  const network = new Network(settings, terminal);
  const stopRequest = onStopRequest(() => {
    network.kill();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(130);
  });

  let result: SmokeResult | undefined;
  try {
    await Promise.race([network.start(), stopRequest, rejectAt(deadline, timeoutMs)]);
    result = await Promise.race([observe(network, settings, terminal, wanted, deadline, stopRequest), network.failed]);
  } catch (error) {
    describeFailure(error);
  }
  await network.stop();
  rmSync(dataDir, { recursive: true, force: true });
  if (!result) return stopRequest.isMade ? 130 : 1;
  console.log(JSON.stringify(result));
  return isGood(result, wanted) ? 0 : 1;
}

async function buildSettings(dataDir: string): Promise<NetworkSettings> {
  const [explorer, api, rpc, blobs] = (await findFreePorts(4)) as [number, number, number, number];
  return {
    dataDir,
    ports: { explorer, api, rpc, blobs },
    chain: { kind: 'devnet', settlementsPerSecond: 2, dishonestOneIn: 3, seed: process.env.SEED },
    verifiesReceipts: false,
    graceSeconds: GRACE_SECONDS,
    databaseUrl: undefined,
    origin: undefined,
    isDurable: false,
  };
}

/** Watches through the public API until all is as it should be, or it is too late. */
async function observe(
  network: Network,
  settings: NetworkSettings,
  terminal: Terminal,
  wanted: number,
  deadline: number,
  stopRequest: StopRequest,
): Promise<SmokeResult | undefined> {
  const plantedFile = join(settings.dataDir, 'devnet', 'planted.jsonl');
  let enoughAt: number | undefined;
  let comparison: Comparison | undefined;
  let settledToVerdictMsP95: number | null = null;
  while (!stopRequest.isMade) {
    try {
      const state = await fetchInferences(network.urls.api);
      const dueBefore = new Date(Date.now() - settings.graceSeconds * 1_000 - RECOMPUTE_ALLOWANCE_MS);
      comparison = compareVerdicts(state.inferences, readPlanted(plantedFile), dueBefore);
      settledToVerdictMsP95 = state.settledToVerdictMsP95 ?? getSettledToVerdictMsP95(state.inferences);
    } catch (error) {
      if (!(error instanceof ApiQueryError)) throw error;
      terminal.notice(error.message);
    }
    const isEnough = comparison !== undefined && hasEnough(comparison, wanted);
    if (isEnough) enoughAt ??= performance.now();
    const isDone = isEnough && comparison?.complaints.length === 0;
    const isTooLate = performance.now() > Math.min(deadline, (enoughAt ?? Infinity) + PATIENCE_MS);
    if (isDone || isTooLate) break;
    await Promise.race([sleep(POLL_MS), stopRequest]);
  }
  if (!comparison || stopRequest.isMade) return undefined;
  const { complaints, caughtByKind, ...counts } = comparison;
  const kinds = Object.entries(caughtByKind).map(([kind, count]) => `${count} ${kind}`);
  terminal.notice(`Caught: ${kinds.join(', ') || 'nothing'}.`);
  for (const complaint of complaints.slice(0, SHOWN_COMPLAINTS)) terminal.failure(complaint);
  const hiddenCount = complaints.length - SHOWN_COMPLAINTS;
  if (hiddenCount > 0) terminal.failure(`… and ${hiddenCount} more.`);
  return { ...counts, settledToVerdictMsP95 };
}

function isGood(result: SmokeResult, wanted: number): boolean {
  return hasEnough(result, wanted) && result.caught === result.planted && result.falselyAccused === 0;
}

/** The dishonest operator goes through its ways of being wrong in turn; each has to be seen once. */
function hasEnough({ reconciled, planted }: Pick<SmokeResult, 'reconciled' | 'planted'>, wanted: number): boolean {
  return reconciled >= wanted && planted >= WAYS_TO_BE_WRONG;
}

async function rejectAt(deadline: number, timeoutMs: number): Promise<never> {
  await sleep(Math.max(0, deadline - performance.now()), undefined, { ref: false });
  throw new ServiceNotReadyError({
    service: 'the network',
    waitedMs: timeoutMs,
    lastLines: [],
    logFile: 'the lines above',
  });
}

/** The temporary folder goes, so the last lines are all that can be read. */
function describeFailure(error: unknown): void {
  if (error instanceof ServiceGaveUpError || error instanceof ServiceNotReadyError) {
    for (const line of error.facts['lastLines'] as readonly string[]) console.error(`  ${line}`);
  }
  console.error(error instanceof Error ? error.message : String(error));
}
