import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addresses } from './addresses.ts';
import { blobs, finality, hostileLedger } from './hostileLedger.ts';
import { startExplorer, type TestExplorer } from './startExplorer.ts';
import { startStubServers, type StubServers } from './startStubServers.ts';

let stub: StubServers;
let explorer: TestExplorer;

beforeAll(async () => {
  stub = await startStubServers(hostileLedger, blobs);
  explorer = await startExplorer(stub);
});

afterAll(async () => {
  await explorer.close();
  await stub.close();
});

const get = (path: string, init?: RequestInit) => fetch(explorer.url + path, { redirect: 'manual', ...init });
/** Only what a reader sees: no tags, no scripts. */
const readText = async (path: string) =>
  (await (await get(path)).text()).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]*>/g, ' ');

describe('pages without JavaScript', () => {
  it('tell the whole story of an inference', async () => {
    const text = await readText('/inferences/1');
    for (const part of [
      'The right total was paid, but to the wrong people.',
      '99.99 %',
      'too little',
      '−2',
      'noisy estimate',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('pay⟨U+202E⟩gnp.exe');
    expect(text).not.toContain('\u202E');
  });

  it('have a title and a description, and never the raw attack as markup', async () => {
    for (const address of addresses) {
      const html = await (await get(address)).text();
      expect(html, address).toMatch(/<title>[^<]+Tributary|<title>Tributary/);
      expect(html, address).toMatch(/<meta name="description" content="[^"]+"/);
      const body = html.slice(html.indexOf('<body')).replace(/<script nonce[\s\S]*?<\/script>/g, '');
      expect(body, address).not.toMatch(/<img|<script|<[a-z][^>]*\son[a-z]+=|href="javascript:/);
    }
  });

  it('say how far to trust an index, and what was not measured', async () => {
    const text = (await readText('/models/2')).replace(/\s+/g, ' ');
    expect(text).toContain('How far to trust its shares');
    expect(text).toContain('Only 23 of 24 sampled rows agree');
    expect(text).toContain('19 of 24 of its own answers could be attributed; 61 % of that pay');
    expect(text).toContain('whose prompt was asked, one of 30.');
    expect(text).toContain('It could not be measured. An index said');
    expect(text).toContain('It has not been measured yet.');
    expect(text).not.toContain('null of');
  });

  it('say how firmly the chain holds a record and a verdict, in words', async () => {
    const inference = await readText('/inferences/1');
    expect(inference).toContain('Safe, not final');
    expect(inference).toContain('It is provisional: what it rests on is not final yet.');
    const block = (await readText('/blocks/7')).replace(/\s+/g, ' ');
    expect(block).toContain('Not final yet');
    expect(block).toContain('the chain is final up to block 6');
    expect(block).toContain('Indexed up to block 9 , final up to block 6 .');
    expect(await readText('/inferences')).toMatch(/\bsafe\b/);
  });

  it('tell a transaction with its cost, and a proposal with its votes', async () => {
    const transaction = (await readText(`/transactions/0x${'ab'.repeat(32)}`)).replace(/\s+/g, ' ');
    for (const part of [
      'Safe, not final',
      'It failed.',
      'came from the parent chain',
      '2 transactions have this hash',
    ]) {
      expect(transaction).toContain(part);
    }
    const proposal = (await readText('/governance/1')).replace(/\s+/g, ' ');
    for (const part of ['Queued', 'not counted', 'reached', 'pay⟨U+202E⟩gnp.exe']) expect(proposal).toContain(part);
    const list = (await readText('/governance')).replace(/\s+/g, ' ');
    for (const part of ['Proposal 2', 'Outcome unknown', 'Quorum not known']) expect(list).toContain(part);
  });

  it('say nothing of finality while it is not known', async () => {
    const known = { ...finality };
    Object.assign(finality, { record: null, block: null, isProvisional: null, settledBlockNumber: null });
    const other = await startExplorer(stub);
    try {
      for (const address of ['/inferences/1', '/blocks/7', '/inferences']) {
        const html = await (await fetch(other.url + address)).text();
        expect(html, address).not.toMatch(/Not final yet|Safe, not final|provisional|final up to|it rests on/);
      }
    } finally {
      Object.assign(finality, known);
      await other.close();
    }
  });

  it('say which bytes are missing and why', async () => {
    expect(await readText('/datanets/1')).toContain('bytes have another digest than the one on chain');
    expect(await readText('/models/2')).toContain('nothing was committed on chain');
    expect(await readText('/contributions/1')).toContain('row 0');
  });
});

describe('answers', () => {
  it('carry a strict content security policy', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toMatch(/script-src 'self' 'nonce-/);
  });

  it('are 404 with help for what does not exist', async () => {
    for (const address of [
      '/inferences/999',
      '/datanets/x',
      '/models/%3Cscript%3E',
      '/accounts/12',
      '/blocks/10',
      '/transactions/0x12',
      `/transactions/0x${'cd'.repeat(32)}`,
      '/governance/999',
      '/nowhere',
    ]) {
      const response = await get(address);
      expect(response.status, address).toBe(404);
      expect(await response.text(), address).toContain('role="search"');
    }
    expect((await get('/blocks/8')).status).toBe(200);
  });

  it('lead straight to the only search hit', async () => {
    const response = await get('/search?q=one');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/inferences/1');
  });

  it('keep the live counters on this origin', async () => {
    const counters = (await (await get('/live')).json()) as { inferenceCount: number };
    expect(counters.inferenceCount).toBe(1);
  });

  it('are 503 while the API is down, and recover', async () => {
    stub.healthy = false;
    const down = await get('/inferences/1');
    expect(down.status).toBe(503);
    expect(await down.text()).toContain('cannot reach its data');
    stub.healthy = true;
    expect((await get('/inferences/1')).status).toBe(200);
  });

  it('follow the theme in the cookie, and nothing else that a cookie says', async () => {
    expect(await (await get('/about', { headers: { cookie: 'theme=dark' } })).text()).toContain('data-theme="dark"');
    expect(await (await get('/about', { headers: { cookie: 'theme="><b>' } })).text()).toContain('data-theme="auto"');
  });
});

describe('the process', () => {
  it('ends when its parent goes away', async () => {
    const other = await startExplorer(stub);
    const ended = new Promise((resolve) => other.child.once('exit', resolve));
    other.child.disconnect();
    expect(await ended).toBe(0);
  });

  it('says what to do when its port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    await expect(startExplorer(stub, port)).rejects.toThrow(`Set PORT to a free one`);
    squatter.close();
  });
});
