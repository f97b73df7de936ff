import type { ChainActor } from '@tributary/devnet/chain';
import {
  encodeAbiParameters,
  encodePacked,
  keccak256,
  parseAbiParameters,
  parseEventLogs,
  toEventSelector,
  zeroAddress,
  zeroHash,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eas, messagePasser, schemas, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let user: ChainActor;

beforeAll(async () => {
  chain = await startTestChain();
  user = chain.actor('user', 4);
});

afterAll(() => chain.anvil.stop());

test('a withdrawal’s event is that of the OP Stack, hash included', async () => {
  const [target, gasLimit, data, valueWei] = [zeroAddress, 50_000n, '0xc0ffee', 7n] as const;
  const args = [target, gasLimit, data] as const;
  const withdrawal = { ...messagePasser, functionName: 'initiateWithdrawal', args, valueWei } as const;
  for (const count of [0n, 1n]) {
    const { logs } = await chain.run(user, withdrawal);
    const nonce = (1n << 240n) + count;
    const withdrawalHash = keccak256(
      encodeAbiParameters(parseAbiParameters('uint256, address, address, uint256, uint256, bytes'), [
        nonce,
        user.address,
        target,
        valueWei,
        gasLimit,
        data,
      ]),
    );
    const events = parseEventLogs({ abi: messagePasser.abi, logs });
    expect(events.map(({ args }) => args)).toEqual([
      { nonce, sender: user.address, target, value: valueWei, gasLimit, data, withdrawalHash },
    ]);
    expect(logs[0]?.topics).toHaveLength(4);
    expect(logs[0]?.topics[0]).toBe('0x02a52367d10742d8032712c1bb8e0144ff1ec5ffda1ed7d70bb05a2744955054');
    const sent = { ...messagePasser, functionName: 'sentMessages', args: [withdrawalHash] } as const;
    expect(await user.client.readContract(sent)).toBe(true);
  }
  expect(await chain.balanceOf(messagePasser.address)).toBe(14n);
});

test('a third party attests under a schema and takes it back', async () => {
  const schema = 'uint256 modelId,bool safe';
  const registered = await chain.run(user, {
    ...schemas,
    functionName: 'register',
    args: [schema, zeroAddress, true],
  });
  const uid = keccak256(encodePacked(['string', 'address', 'bool'], [schema, zeroAddress, true]));
  expect(parseEventLogs({ abi: schemas.abi, logs: registered.logs })).toMatchObject([
    { eventName: 'Registered', args: { uid, registerer: user.address, schema: { schema, revocable: true } } },
  ]);

  const data = encodeAbiParameters(parseAbiParameters('uint256, bool'), [3n, true]);
  const request = { recipient: zeroAddress, expirationTime: 0n, revocable: true, refUID: zeroHash, data, value: 0n };
  const attest = { ...eas, functionName: 'attest', args: [{ schema: uid, data: request }] } as const;
  const { logs } = await chain.run(user, attest);
  const [attested] = parseEventLogs({ abi: eas.abi, eventName: 'Attested', logs });
  expect(attested?.args).toMatchObject({ recipient: zeroAddress, attester: user.address, schemaUID: uid });
  expect(attested?.topics[0]).toBe(toEventSelector('Attested(address,address,bytes32,bytes32)'));
  const read = { ...eas, functionName: 'getAttestation', args: [attested!.args.uid] } as const;
  // The event does not carry what was attested.
  expect(await user.client.readContract(read)).toMatchObject({ data, attester: user.address, revocationTime: 0n });

  const revocation = { schema: uid, data: { uid: attested!.args.uid, value: 0n } };
  const revoked = await chain.run(user, { ...eas, functionName: 'revoke', args: [revocation] });
  expect(parseEventLogs({ abi: eas.abi, logs: revoked.logs })).toMatchObject([
    { eventName: 'Revoked', args: { uid: attested!.args.uid, attester: user.address, schemaUID: uid } },
  ]);
  expect((await user.client.readContract(read)).revocationTime).toBeGreaterThan(0n);
});
