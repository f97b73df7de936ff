// Longer than 300 lines because it is one table: every way in which a node can lie, fail or lag, before one real chain.
import { toHex, type Hex } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createChainReader, type ChainReaderOptions } from '../src/createChainReader.js';
import {
  BlockGoneError,
  EndpointsDisagreeError,
  LyingEndpointError,
  NoEndpointLeftError,
  NoSuchBlockError,
} from '../src/errors.js';
import { EMITTER, EmittingChain, OTHER_EMITTER } from './EmittingChain.js';
import { LyingProxy, TAKEN, type Trick } from './LyingProxy.js';

const BLOCKS = 70;

let chain: EmittingChain;
let honestTexts: Hex[];
const proxies: LyingProxy[] = [];
const lines: string[] = [];

beforeAll(async () => {
  chain = await EmittingChain.start();
  for (const text of ['one', 'two', 'three']) await chain.emit(text);
  await chain.emit('somebody else', OTHER_EMITTER);
  await chain.mine();
  await chain.emit('four');
  await chain.mine();
  await chain.mine(BLOCKS - 2);
  honestTexts = ['one', 'two', 'three', 'four'].map((text) => toHex(text));
});
afterAll(() => chain.stop());
afterEach(async () => {
  lines.length = 0;
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});

async function openProxy(trick?: Trick): Promise<LyingProxy> {
  const proxy = await LyingProxy.open(chain.anvil.rpcUrl, trick);
  proxies.push(proxy);
  return proxy;
}

const read = async (
  endpoints: readonly string[],
  options: Partial<ChainReaderOptions> = {},
  to = BLOCKS,
): Promise<Hex[]> => {
  const reader = createChainReader({
    ...{ endpoints, chainId: 31337, verifyReceipts: true, patienceMs: 1500, timeoutMs: 5000 },
    ...{ log: (line: string) => void lines.push(line), ...options },
  });
  const logs = await reader.fetchLogs({ from: 0, to, addresses: [EMITTER] });
  return logs.map(({ data }) => data);
};

type Reply = Record<string, unknown>;
type Receipt = Reply & { logs: Reply[] };

/** Changes the receipts of block 1, however they are asked for. */
const withReceipts =
  (change: (receipts: Receipt[]) => unknown): Trick =>
  ({ method, result }) => {
    const receipts = result as Receipt[];
    return method === 'eth_getBlockReceipts' && receipts[0]?.['blockNumber'] === '0x1' ? change(receipts) : result;
  };

const LIES: Record<string, { trick: Trick; what: RegExp }> = {
  'a dropped log': {
    trick: withReceipts((all) => all.map((one, i) => (i === 1 ? { ...one, logs: [] } : one))),
    what: /its receipts, and with them its logs, hash to/,
  },
  'a changed amount': {
    trick: withReceipts((all) =>
      all.map((one, i) => (i === 0 ? { ...one, logs: one.logs.map((log) => ({ ...log, data: toHex('1M') })) } : one)),
    ),
    what: /its receipts, and with them its logs, hash to/,
  },
  'an invented log': {
    trick: withReceipts((all) => all.map((one) => ({ ...one, logs: [...one.logs, one.logs[0]] }))),
    what: /its receipts, and with them its logs, hash to/,
  },
  'a truncated list': {
    trick: withReceipts((all) => all.slice(0, 2)),
    what: /gives 2 receipts for 4 transactions/,
  },
  'no receipts at all': { trick: withReceipts(() => []), what: /gives 0 receipts for 4 transactions/ },
  'a forged header that hides a log': {
    trick: ({ result }) =>
      (result as Reply | null)?.['number'] === '0x2'
        ? { ...(result as Reply), logsBloom: `0x${'00'.repeat(256)}` }
        : result,
    what: /its fields hash to/,
  },
  'another hash': {
    trick: ({ result }) =>
      (result as Reply | null)?.['number'] === '0x2' ? { ...(result as Reply), hash: toHex(1, { size: 32 }) } : result,
    what: /says its hash is 0x0000.*, its fields hash to/,
  },
  'another block': {
    trick: async ({ method, params, result }) =>
      method === 'eth_getBlockByNumber' && params[0] === '0x2' ? chain.fetchBlock(3) : result,
    what: /it gives block 3 instead/,
  },
  'other transactions': {
    trick: ({ method, result }) =>
      method === 'eth_getBlockByHash'
        ? { ...(result as Reply), transactions: (result as { transactions: unknown[] }).transactions.slice(1) }
        : result,
    what: /its transactions are not those of the header/,
  },
};

describe.each(Object.entries(LIES))('an endpoint that tells %s', (_, { trick, what }) => {
  it('is named and left aside, and an honest one goes on', async () => {
    const liar = await openProxy(trick);
    expect(await read([liar.url, chain.anvil.rpcUrl])).toEqual(honestTexts);
    const named = lines.filter((line) => line.startsWith(`${liar.name} lies about block`) && what.test(line));
    expect(named, lines.join('\n')).toHaveLength(1);
  });

  it('ends in a clear error when it is the only one', async () => {
    const liar = await openProxy(trick);
    const error = await read([liar.url]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NoEndpointLeftError);
    expect((error as Error).message).toMatch(what);
    expect((error as Error).message).toContain(liar.name);
  });
});

/** A chain of its own that is made up from some block on, with hashes that fit. */
async function openFork(depthBlocks: number): Promise<{ url: string; stop: () => Promise<void> }> {
  const fork = await EmittingChain.start();
  await fork.mine(BLOCKS - depthBlocks);
  await fork.emit('made up');
  await fork.mine(depthBlocks);
  return { url: fork.anvil.rpcUrl, stop: () => fork.stop() };
}

describe('endpoints with different chains', () => {
  it('more than half of them decide; far below the head the others are named', async () => {
    const fork = await openFork(5);
    try {
      const endpoints = [fork.url, (await openProxy()).url, (await openProxy()).url];
      expect(await read(endpoints)).toEqual(honestTexts);
      expect(lines).toEqual([]);
      expect(await read(endpoints, {}, 3)).toEqual(honestTexts);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/lies about block 3: it has 0x[0-9a-f]{64}, most others have 0x/);
      expect(lines[0]!.startsWith(fork.url)).toBe(true);
    } finally {
      await fork.stop();
    }
  });

  it('one against one cannot be told, unless a checkpoint tells', async () => {
    const fork = await openFork(5);
    try {
      const endpoints = [fork.url, chain.anvil.rpcUrl];
      await expect(read(endpoints)).rejects.toThrow(EndpointsDisagreeError);
      const hash = (await chain.fetchBlock(BLOCKS))['hash'] as Hex;
      expect(await read(endpoints, { checkpoint: { number: BLOCKS, hash } })).toEqual(honestTexts);
      expect(lines.join('\n')).toContain(`${fork.url} lies about block ${BLOCKS}`);
    } finally {
      await fork.stop();
    }
  });

  it('one whose history does not lead to its own head is named', async () => {
    const fork = await EmittingChain.start();
    try {
      await fork.emit('made up');
      await fork.mine(5);
      const patched = await openProxy(async ({ method, params, result }) =>
        method === 'eth_getBlockByNumber' && Number(params[0]) <= 3 ? fork.fetchBlock(Number(params[0])) : result,
      );
      expect(await read([patched.url, chain.anvil.rpcUrl])).toEqual(honestTexts);
      expect(lines).toEqual([
        expect.stringMatching(/lies about block 3: the next block does not name it as its parent/),
      ]);
    } finally {
      await fork.stop();
    }
  });

  it('a checkpoint below the range holds, too', async () => {
    const hash = toHex(9, { size: 32 });
    const error = await read([chain.anvil.rpcUrl], { checkpoint: { number: 3, hash } }).catch((one: unknown) => one);
    expect((error as Error).message).toMatch(/the checkpoint is 0x0{63}9/);
  });

  it('one of another chain is left aside', async () => {
    const wrong = await openProxy(({ method, result }) => (method === 'eth_chainId' ? '0x1' : result));
    expect(await read([wrong.url, chain.anvil.rpcUrl])).toEqual(honestTexts);
    expect(lines[0]).toBe(
      `${wrong.name} serves chain 1, not chain 31337. Give an endpoint of that chain. It is left aside.`,
    );
    await expect(read([wrong.url])).rejects.toThrow(/serves chain 1, not chain 31337/);
  });
});

const FAILURES: Record<string, { trick: Trick; what: RegExp }> = {
  '500': {
    trick: (_, response) => (response.writeHead(500).end('oops'), TAKEN),
    what: /HTTP status 500/,
  },
  '429': {
    trick: (_, response) => (response.writeHead(429, { 'retry-after': '60' }).end(), TAKEN),
    what: /too many requests/,
  },
  'a limit in JSON': {
    trick: () => ({ rpcError: { code: -32005, message: 'daily request count exceeded, request rate limited' } }),
    what: /too many requests/,
  },
  'garbage for JSON': { trick: (_, response) => (response.end('<html>no</html>'), TAKEN), what: /does not answer/ },
  'a broken body': {
    trick: (_, response) => (response.setHeader('content-type', 'application/json').end('[{"jsonrpc":'), TAKEN),
    what: /does not answer/,
  },
  'JSON of another shape': { trick: () => ({ surprise: true }), what: /it gave/ },
  'a cut connection': { trick: (_, response) => (response.destroy(), TAKEN), what: /does not answer/ },
};

describe.each(Object.entries(FAILURES))('an endpoint that gives %s', (_, { trick, what }) => {
  it.each([true, false])('is passed over (verifying: %s)', async (verifyReceipts) => {
    const broken = await openProxy(trick);
    expect(await read([broken.url, chain.anvil.rpcUrl], { verifyReceipts })).toEqual(honestTexts);
    expect(lines.join('\n')).toMatch(what);
    expect(lines.join('\n')).not.toContain('lies');
  });

  it('never shows the keys in its URL', async () => {
    const broken = await openProxy(trick);
    const error = await read([broken.url], { patienceMs: 100 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NoEndpointLeftError);
    const told = [...lines, (error as Error).message, JSON.stringify((error as NoEndpointLeftError).facts)].join('\n');
    expect(told).toContain(broken.name);
    expect(told).not.toMatch(/s3cr3t|t0k3n/);
  });
});

it('passes over an endpoint that never answers', async () => {
  const slow = await openProxy(() => new Promise(() => undefined));
  expect(await read([slow.url, chain.anvil.rpcUrl], { timeoutMs: 300 })).toEqual(honestTexts);
  expect(lines.join('\n')).toContain(`${slow.name} does not answer eth_chainId: no answer within 300 ms`);
});

it('passes over an endpoint whose answer drips', async () => {
  const slow = await openProxy((_, response) => (response.write('['), TAKEN));
  expect(await read([slow.url, chain.anvil.rpcUrl], { timeoutMs: 300 })).toEqual(honestTexts);
});

it('passes over an endpoint whose answer never ends', async () => {
  const endless = await openProxy(({ result }) => [result, 'x'.repeat(3_000_000)]);
  expect(await read([endless.url, chain.anvil.rpcUrl], { maxReplyBytes: 2_000_000 })).toEqual(honestTexts);
  expect(lines.join('\n')).toContain('the answer is larger than 2000000 bytes');
});

it('goes on after a limit is over', async () => {
  let refusals = 2;
  const limited = await openProxy(({ result }, response) => {
    if (refusals-- <= 0) return result;
    response.writeHead(429, { 'retry-after': '0' }).end();
    return TAKEN;
  });
  expect(await read([limited.url])).toEqual(honestTexts);
  expect(lines).toContain(`${limited.name} answers again`);
});

describe.each([true, false])('an endpoint that lags (verifying: %s)', (verifyReceipts) => {
  const lagging: Trick = ({ method, params, result }) => {
    if (method === 'eth_blockNumber') return toHex(BLOCKS - 5);
    if (method === 'eth_getLogs') return [];
    return method === 'eth_getBlockByNumber' && Number(params[0]) > BLOCKS - 5 ? null : result;
  };

  it('is asked for what it has only', async () => {
    const late = await openProxy(lagging);
    expect(await read([late.url, chain.anvil.rpcUrl], { verifyReceipts })).toEqual(honestTexts);
    expect(lines.join('\n')).not.toContain('lies');
  });

  it('is waited for when it is alone, then said', async () => {
    const late = await openProxy(lagging);
    const error = await read([late.url], { verifyReceipts, patienceMs: 700 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(verifyReceipts ? NoSuchBlockError : NoEndpointLeftError);
    expect((error as Error).message).toMatch(/block 65|no block 70/);
  });
});

describe('logs that are only claimed', () => {
  it('are asked for in smaller ranges when there are too many', async () => {
    const ranges: number[] = [];
    const stingy = await openProxy(({ method, params, result }) => {
      if (method !== 'eth_getLogs') return result;
      const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
      ranges.push(Number(toBlock) - Number(fromBlock) + 1);
      return ranges.at(-1)! > 9 ? { rpcError: { code: -32005, message: 'query exceeds max results 20000' } } : result;
    });
    expect(await read([stingy.url], { verifyReceipts: false })).toEqual(honestTexts);
    expect(ranges[0]).toBe(BLOCKS + 1);
    expect(Math.min(...ranges)).toBeLessThan(10);
  });

  it('that were not asked for are a lie', async () => {
    const liar = await openProxy(({ method, result }) =>
      method === 'eth_getLogs'
        ? [...(result as Reply[]), { ...(result as Reply[])[0], address: OTHER_EMITTER }]
        : result,
    );
    const read2 = read([liar.url], { verifyReceipts: false });
    await expect(read2).rejects.toThrow(/which was not asked for/);
  });
});

it('gives no logs of another chain than the blocks that were read before', async () => {
  const reader = createChainReader({
    ...{ endpoints: [chain.anvil.rpcUrl], chainId: 31337, verifyReceipts: true, log: () => undefined },
  });
  const query = { from: 0, to: 5, addresses: [EMITTER] };
  const known = await reader.fetchHeader(3);
  expect(await reader.fetchLogs({ ...query, expected: [known] })).toHaveLength(4);
  const other = { number: 3, hash: toHex(9, { size: 32 }) };
  await expect(reader.fetchLogs({ ...query, expected: [other] })).rejects.toThrow(BlockGoneError);
});

it('reads on over a reorg that happens meanwhile, and accuses nobody', async () => {
  const own = await EmittingChain.start();
  try {
    await own.mine(5);
    await own.emit('before');
    await own.mine(3);
    let isReorganised = false;
    const proxy = await LyingProxy.open(own.anvil.rpcUrl, async ({ method, result }) => {
      if (method !== 'eth_getBlockByHash' || isReorganised) return result;
      isReorganised = true;
      await own.request('anvil_reorg', [4, []]);
      await own.emit('after');
      await own.mine();
      return null;
    });
    proxies.push(proxy);
    const reader = createChainReader({
      ...{ endpoints: [proxy.url], chainId: 31337, verifyReceipts: true, log: (line: string) => void lines.push(line) },
    });
    const logs = await reader.fetchLogs({ from: 0, to: 8, addresses: [EMITTER] });
    expect(isReorganised).toBe(true);
    expect(logs.map(({ data }) => data)).toEqual([]);
    expect(await reader.fetchLogs({ from: 0, to: 9, addresses: [EMITTER] })).toHaveLength(1);
    expect(lines).toEqual([]);
  } finally {
    await own.stop();
  }
});

it('a lie has facts', () => {
  const error = new LyingEndpointError({ endpoint: 'http://x', blockNumber: 5, what: 'it dropped a log' });
  expect(error.facts).toEqual({ endpoint: 'http://x', blockNumber: 5, what: 'it dropped a log' });
});
