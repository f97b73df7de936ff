import type { RpcClient } from '@subsquid/rpc-client';
import { encodeAbiParameters, encodePacked, keccak256, parseAbiParameters, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { AttestationUnavailableError } from '../errors.js';
import { UidProof } from './AttestedContent.js';
import { fetchAttestations, type AttestedEvent } from './fetchAttestations.js';

const EAS = `0x${'ea'.repeat(20)}`;
const SOMEBODY: Hex = `0x${'01'.repeat(20)}`;
const ZERO: Hex = `0x${'00'.repeat(32)}`;
const SCHEMA: Hex = `0x${'5c'.repeat(32)}`;
const NOTHING = { code: -32000, message: 'missing trie node' };

const uidOf = (data: Hex): Hex =>
  keccak256(
    encodePacked(
      ['bytes32', 'address', 'address', 'uint64', 'uint64', 'bool', 'bytes32', 'bytes', 'uint32'],
      [SCHEMA, SOMEBODY, SOMEBODY, 7n, 0n, true, ZERO, data, 0],
    ),
  );
const answerWith = (data: Hex): Hex =>
  encodeAbiParameters(parseAbiParameters('(bytes32,bytes32,uint64,uint64,uint64,bytes32,address,address,bool,bytes)'), [
    [uidOf(data), SCHEMA, 7n, 0n, 0n, ZERO, SOMEBODY, SOMEBODY, true, data],
  ]);
const event: AttestedEvent = {
  uid: uidOf('0xc0ffee'),
  schemaUid: SCHEMA,
  recipient: SOMEBODY,
  attester: SOMEBODY,
  blockNumber: 16,
  blockHash: `0x${'b1'.repeat(32)}`,
  timeSeconds: 7n,
};

type Reply = Hex | { code: number; message: string };

/** Asks a node that answers by the name of the block. */
async function ask(byHash: Reply, byNumber: Reply, latest: Reply, height = 20) {
  const client = {
    call: () => Promise.resolve(`0x${height.toString(16)}`),
    batchCall: (calls: { params: unknown[] }[], options: { validateResult: unknown; validateError: unknown }) => {
      const replies = calls.map(({ params: [, block] }) => {
        const reply = typeof block === 'object' ? byHash : block === 'latest' ? latest : byNumber;
        const read = (typeof reply === 'string' ? options.validateResult : options.validateError) as (
          r: Reply,
        ) => unknown;
        return read(reply);
      });
      return Promise.resolve(replies);
    },
  };
  const proof = new UidProof();
  const found = await fetchAttestations([event], {
    rpc: client as unknown as RpcClient,
    address: EAS,
    isProven: ({ uid }, content) => proof.check(uid, content),
  });
  return found.get(event.uid);
}

describe('fetchAttestations', () => {
  it('takes what proves itself, from whichever state has it', async () => {
    const right = answerWith('0xc0ffee');
    const cases: [Reply, Reply, Reply][] = [
      [right, NOTHING, NOTHING],
      [NOTHING, right, NOTHING],
      [NOTHING, NOTHING, right],
    ];
    for (const replies of cases) {
      expect(await ask(...replies)).toMatchObject({ data: '0xc0ffee', attester: SOMEBODY, timeSeconds: 7n });
    }
  });

  it('does not take what does not', async () => {
    expect(await ask(answerWith('0xbad0'), NOTHING, NOTHING)).toBeNull();
    expect(await ask(NOTHING, answerWith('0xbad0'), answerWith('0xc0ffee'))).toMatchObject({ data: '0xc0ffee' });
  });

  it('takes the contract’s word, also its failure, that there is none', async () => {
    expect(await ask({ code: 3, message: 'execution reverted' }, NOTHING, NOTHING)).toBeNull();
    expect(await ask({ code: -32000, message: 'out of gas' }, NOTHING, NOTHING)).toBeNull();
    expect(await ask('0x', NOTHING, NOTHING)).toBeNull();
    expect(await ask(NOTHING, NOTHING, '0x')).toBeNull();
  });

  it('guesses nothing while the node cannot tell', async () => {
    await expect(ask(NOTHING, NOTHING, NOTHING)).rejects.toThrow(AttestationUnavailableError);
    await expect(ask(NOTHING, NOTHING, NOTHING)).rejects.toThrow(/missing trie node/);
    // A node that is not as far as the event's block has not heard of it.
    await expect(ask(NOTHING, NOTHING, '0x', 15)).rejects.toThrow(AttestationUnavailableError);
  });
});
