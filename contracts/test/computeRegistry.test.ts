import type { ChainActor } from '@tributary/devnet/chain';
import { parseEventLogs } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compute, startTestChain, type TestChain } from './startTestChain.js';

let chain: TestChain;
let operator: ChainActor;
let stranger: ChainActor;

beforeAll(async () => {
  chain = await startTestChain();
  operator = chain.actor('operator', 4);
  stranger = chain.actor('stranger', 5);
});

afterAll(() => chain.anvil.stop());

function job(nodeId: bigint, kind: number, subjectId = 3n) {
  return { ...compute, functionName: 'recordJob', args: [nodeId, kind, subjectId, 90n] } as const;
}

test('a node’s operator says what it trained and served', async () => {
  const registered = await chain.run(operator, {
    ...compute,
    functionName: 'registerNode',
    args: ['io.net', '1 × H100'],
  });
  expect(parseEventLogs({ abi: compute.abi, logs: registered.logs })).toMatchObject([
    {
      eventName: 'ComputeNodeRegistered',
      args: { nodeId: 1n, operator: operator.address, network: 'io.net', gpu: '1 × H100' },
    },
  ]);
  for (const [jobId, kind] of [0, 1].entries()) {
    const { logs } = await chain.run(operator, job(1n, kind));
    expect(parseEventLogs({ abi: compute.abi, logs })).toMatchObject([
      {
        eventName: 'ComputeJobRecorded',
        args: { jobId: BigInt(jobId + 1), nodeId: 1n, kind, subjectId: 3n, gpuSeconds: 90n },
      },
    ]);
  }
});

test('nobody else does, and not of what there cannot be', async () => {
  expect(await chain.refusalOf(stranger, job(1n, 0))).toBe('NotOperator');
  expect(await chain.refusalOf(operator, job(2n, 0))).toBe('UnknownNode');
  expect(await chain.refusalOf(operator, job(1n, 2))).toBe('UnknownJobKind');
  expect(await chain.refusalOf(operator, job(1n, 0, 0n))).toBe('MissingSubject');
});
