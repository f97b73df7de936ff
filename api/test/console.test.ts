/** GraphiQL in a browser: nothing comes from elsewhere, and the examples are there and work. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExampleQueries } from '../src/loadExampleQueries.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path): path is string => path !== undefined && existsSync(path),
);
if (CHROMIUM === undefined) console.warn('console.test.ts is skipped: there is no Chromium; set CHROMIUM_PATH');

describe.skipIf(CHROMIUM === undefined)('the console', () => {
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    api = await startTestApi(12);
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => {
      const isOwn = request.url().startsWith(new URL(api.url).origin) || /^(blob|data):/.test(request.url());
      if (!isOwn) elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(api.url);
    await page.waitForSelector('[role="tab"], .graphiql-tab', { timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  it('has a tab for each example', async () => {
    const labels = (await page.locator('.graphiql-tab').allInnerTexts()).map((label) => label.trim());
    expect(labels).toHaveLength((await loadExampleQueries()).length);
    expect(labels).toEqual(expect.arrayContaining(['LatestAnswers', 'Provenance', 'Withdrawal', 'Verdicts']));
  });

  it('runs the first', async () => {
    await page.locator('.graphiql-tab').filter({ hasText: 'LatestAnswers' }).click();
    await page.locator('.graphiql-execute-button').click();
    await expect
      .poll(() => page.locator('.graphiql-response').innerText(), { timeout: 30_000 })
      .toContain('verdictCounts');
  });

  it('asks nobody else, and nothing that its policy forbids', () => {
    expect([elsewhere, complaints]).toEqual([[], []]);
  });
});
