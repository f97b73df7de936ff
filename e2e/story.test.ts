/**
 * The whole pipeline as people use it: a network in a folder of its own, a reader in a real browser following the newest
 * wrong payout to the data behind it, a crash, and a second start that goes on where the first one was.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPortRow, query, startNetwork, until, type TestNetwork } from './startNetwork.js';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);
const ACCUSING = 'verdicts: [MISPAID, UNDERPAID, OVERPAID, UNPAID, FORGED_QUERY]';
const LIMIT_MS = 240_000;

let dataDir: string;
let port: number;
let network: TestNetwork;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tributary-e2e-'));
  port = await findPortRow();
  network = await startNetwork(dataDir, port, { DISHONEST_ONE_IN: '3', SEED: 'e2e' });
}, LIMIT_MS);

afterAll(async () => {
  await network?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, LIMIT_MS);

interface WrongInference {
  inferenceId: string;
  verdict: string;
  reconciliation: { shares: { contributionId: string }[] };
}

/** The newest wrong payout of an answer that somebody's data shaped. */
async function findWrongPayout(): Promise<WrongInference | undefined> {
  const { inferences } = await query<{ inferences: { nodes: WrongInference[] } }>(
    network.api,
    `{ inferences(first: 20, ${ACCUSING}) { nodes { inferenceId verdict reconciliation { shares { contributionId } } } } }`,
  );
  return inferences.nodes.find(({ reconciliation }) => reconciliation.shares.length > 0);
}

describe.skipIf(!CHROMIUM)('a reader in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(network.explorer)) problems.push(`foreign request to ${request.url()}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
  });

  it(
    'follows the newest wrong payout to its inference, contribution, datanet and model',
    async () => {
      const wrong = await until(findWrongPayout);

      await page.goto(network.explorer);
      await page.getByRole('link', { name: 'All wrong payouts' }).click();
      await page.getByRole('link', { name: wrong.inferenceId, exact: true }).click();
      await page.waitForURL(`**/inferences/${wrong.inferenceId}`);
      await expect.poll(() => page.locator('h1').textContent()).toBe(`Inference ${wrong.inferenceId}`);

      const shaped = page.getByRole('region', { name: 'Who shaped it' });
      const [share] = wrong.reconciliation.shares;
      await shaped.getByRole('link', { name: share!.contributionId, exact: true }).first().click();
      await page.waitForURL(`**/contributions/${share!.contributionId}`);
      expect(await page.locator('main').textContent()).toContain('Accepted');

      await page.locator('main a[href^="/datanets/"]').first().click();
      await page.waitForURL('**/datanets/*');
      const models = page.getByRole('region', { name: 'Models trained on it' });
      await models.locator('a[href^="/models/"]').first().click();
      await page.waitForURL('**/models/*');
      expect(await page.locator('h1').textContent()).toContain('pebble-');
      expect(problems).toEqual([]);
    },
    LIMIT_MS,
  );

  it('finds an inference by typing its number into the search box', async () => {
    await page.goto(network.explorer);
    await page.getByRole('searchbox').first().fill('inference 1');
    await page.getByRole('searchbox').first().press('Enter');
    await expect.poll(() => page.url()).toContain('/inferences/1');
  });
});

describe('a network that was killed', () => {
  it(
    'goes on from where it was: nothing lost, the orphaned Postgres reused',
    async () => {
      interface Snapshot {
        network: { inferenceCount: number };
        first: { transcriptDigest: { hex: string }; verdict: string; evidence: { transactionHash: string } } | null;
      }
      const snapshot = `{ network { inferenceCount }
        first: inference(inferenceId: "1") { transcriptDigest { hex } verdict evidence { transactionHash } } }`;
      const before = await until(async () => {
        const state = await query<Snapshot>(network.api, snapshot);
        return state.first && state.first.verdict !== 'PENDING' ? state : undefined;
      });
      await network.kill();
      network = await startNetwork(dataDir, port, { DISHONEST_ONE_IN: '3', SEED: 'e2e again' });
      expect(network.output()).toContain('Postgres was still running');

      const after = await until(async () => {
        const state = await query<Snapshot>(network.api, snapshot);
        return state.network.inferenceCount > before.network.inferenceCount ? state : undefined;
      });
      expect(after.first).toEqual(before.first);
    },
    LIMIT_MS,
  );
});
