import { encodeFunctionData, parseAbi, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeCall, getFunctionName, getSelector } from './decodeCall.js';

const ABI = parseAbi([
  'function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)',
  'function setVotingDelay(uint48 newVotingDelay)',
  'function queue(uint256 proposalId)',
]);
const ZERO = `0x${'00'.repeat(32)}` as const;

describe('decodeCall', () => {
  it('names the function and its arguments', () => {
    const input = encodeFunctionData({ abi: ABI, functionName: 'setVotingDelay', args: [86_400] });
    expect(decodeCall('Governor', input)).toEqual({
      contract: 'Governor',
      functionName: 'setVotingDelay',
      args: { newVotingDelay: 86_400n },
    });
  });

  it('names overloaded functions without their types', () => {
    const input = encodeFunctionData({ abi: ABI, functionName: 'queue', args: [1n] });
    expect(getFunctionName('Governor', input)).toBe('queue');
  });

  it.each<[string, Hex]>([
    ['an unknown selector', '0xdeadbeef'],
    ['no selector', '0x12'],
    ['nothing', '0x'],
  ])('takes %s', (_, input) => {
    expect(decodeCall('Governor', input)).toEqual({ contract: 'Governor', functionName: null, args: null });
    expect(decodeCall(undefined, input)).toEqual({ contract: null, functionName: null, args: null });
  });

  it('takes arguments that end early', () => {
    const input = encodeFunctionData({ abi: ABI, functionName: 'setVotingDelay', args: [1] }).slice(0, -20);
    expect(decodeCall('Governor', input)).toEqual({ contract: 'Governor', functionName: 'setVotingDelay', args: null });
  });

  it('does not decode lists of what has no fixed size, whose elements may all be the same long one', () => {
    const args = [[], [], ['0x'], ZERO, ZERO] as const;
    const input = encodeFunctionData({ abi: ABI, functionName: 'executeBatch', args });
    expect(decodeCall('Timelock', input)).toEqual({ contract: 'Timelock', functionName: 'executeBatch', args: null });
  });
});

it('a selector has four bytes', () => {
  expect([getSelector('0x123456'), getSelector('0x12345678'), getSelector('0x1234567890')]).toEqual([
    null,
    '0x12345678',
    '0x12345678',
  ]);
});
