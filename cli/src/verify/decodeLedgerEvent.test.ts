import { type ChainLog } from '@tributary/chain';
import { AttributionSettlement, ModelRegistry } from '@tributary/contracts/artifacts';
import { type Abi, type Hex, concat, encodeAbiParameters, encodeEventTopics, getAbiItem, pad, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeLedgerEvent } from './decodeLedgerEvent.js';

const WHO: Hex = `0x${'ab'.repeat(20)}`;

function logOf(abi: Abi, eventName: string, values: Record<string, unknown>): ChainLog {
  const event = getAbiItem({ abi, name: eventName });
  if (event?.type !== 'event') throw new Error(`no event ${eventName}`);
  const data = event.inputs.filter(({ indexed }) => !indexed);
  return {
    address: WHO,
    topics: encodeEventTopics({ abi, eventName, args: values }) as Hex[],
    data: encodeAbiParameters(
      data,
      data.map(({ name }) => values[name!]),
    ),
    ...{ blockNumber: 5, blockHash: toHex(1, { size: 32 }), logIndex: 2, transactionHash: toHex(2, { size: 32 }) },
    transactionIndex: 0,
  };
}

const payout = logOf(AttributionSettlement.abi, 'Payout', {
  ...{ inferenceId: 1n, recipient: WHO, role: 3, contributionId: 4n, amountWei: 2n ** 256n - 1n },
});
const policy = logOf(ModelRegistry.abi, 'FeePolicySet', {
  ...{ modelId: 2n, inputRateWei: 1n, outputRateWei: 2n, platformFeeWei: 3n },
  ...{ modelBps: 4, stakerBps: 5, contributorBps: 6, unattributedRecipient: WHO },
});

it('reads an event of its contract with its place', () => {
  expect(decodeLedgerEvent('AttributionSettlement', payout)).toMatchObject({
    name: 'Payout',
    args: { inferenceId: 1n, role: 3, contributionId: 4n, amountWei: 2n ** 256n - 1n },
    place: { blockNumber: 5, logIndex: 2, blockHash: toHex(1, { size: 32 }), transactionHash: toHex(2, { size: 32 }) },
  });
  expect(decodeLedgerEvent('ModelRegistry', policy)).toMatchObject({ args: { modelBps: 4, contributorBps: 6 } });
});

/** The same log with one word of its data replaced. */
const withWord = (log: ChainLog, position: number, word: Hex): ChainLog => {
  const start = 2 + 64 * position;
  return { ...log, data: `${log.data.slice(0, start)}${word.slice(2)}${log.data.slice(start + 64)}` as Hex };
};

describe('what is no event of the contract', () => {
  it.each<[string, Parameters<typeof decodeLedgerEvent>]>([
    ['another contract', ['DatanetRegistry', payout]],
    ['no topic', ['AttributionSettlement', { ...payout, topics: [] }]],
    ['an unknown topic', ['AttributionSettlement', { ...payout, topics: [toHex(1, { size: 32 })] }]],
    ['too few topics', ['AttributionSettlement', { ...payout, topics: payout.topics.slice(0, 3) }]],
    ['too little data', ['AttributionSettlement', { ...payout, data: '0x01' }]],
    ['no data', ['AttributionSettlement', { ...payout, data: '0x' }]],
    ['a role beyond its type', ['AttributionSettlement', withWord(payout, 0, toHex(256, { size: 32 }))]],
    ['bps beyond their type', ['ModelRegistry', withWord(policy, 3, toHex(2 ** 16, { size: 32 }))]],
    ['an address with more bytes', ['ModelRegistry', withWord(policy, 6, concat(['0x01', pad(WHO, { size: 31 })]))]],
    [
      'a topic with more bytes than an address',
      ['AttributionSettlement', { ...payout, topics: payout.topics.with(2, concat(['0x01', pad(WHO, { size: 31 })])) }],
    ],
  ])('%s', (_, [contract, log]) => expect(decodeLedgerEvent(contract, log)).toBeUndefined());
});
