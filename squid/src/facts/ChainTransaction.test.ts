import { describe, expect, it } from 'vitest';
import { MalformedTransactionError } from '../errors.js';
import { isUserDeposit, readOutcome, readTransaction } from './ChainTransaction.js';

const ADDRESS = `0x${'Ab'.repeat(20)}`;
const plain = {
  hash: `0x${'11'.repeat(32)}`,
  transactionIndex: '0x2',
  from: ADDRESS,
  to: null,
  value: '0x0',
  input: '0x',
};
const deposit = { ...plain, type: '0x7e', to: ADDRESS, sourceHash: `0x${'22'.repeat(32)}` };

describe('readTransaction', () => {
  it('takes one of the first kind, without a type', () => {
    expect(readTransaction(plain, 7)).toEqual({
      hash: plain.hash,
      blockNumber: 7,
      transactionIndex: 2,
      from: ADDRESS.toLowerCase(),
      to: null,
      valueWei: 0n,
      type: 0,
      input: '0x',
      mintWei: null,
      sourceHash: null,
      outcome: null,
    });
  });

  it('a deposit without a mint mints nothing', () => {
    expect(readTransaction(deposit, 1)).toMatchObject({ type: 0x7e, mintWei: 0n, sourceHash: deposit.sourceHash });
    expect(readTransaction({ ...deposit, mint: `0x${'f'.repeat(64)}` }, 1).mintWei).toBe(2n ** 256n - 1n);
  });

  it.each([
    ['hash', { ...plain, hash: '0x12' }],
    ['from', { ...plain, from: undefined }],
    ['value', { ...plain, value: '12' }],
    ['value', { ...plain, value: `0x${'f'.repeat(65)}` }],
    ['input', { ...plain, input: '0x1' }],
    ['sourceHash', { ...deposit, sourceHash: undefined }],
  ])('names a %s that is not one', (field, json) => {
    expect(() => readTransaction(json, 7)).toThrow(MalformedTransactionError);
    expect(() => readTransaction(json, 7)).toThrow(`no usable ${field} `);
  });
});

it('the deposit that a rollup begins its blocks with is nobody’s', () => {
  expect(isUserDeposit(deposit)).toBe(true);
  expect(isUserDeposit({ ...deposit, from: '0xDeaDDEaDDeAdDeAdDEAdDEaddeAddEAdDEAd0001' })).toBe(false);
  expect(isUserDeposit(plain)).toBe(false);
});

it('reads what a transaction cost, with the fee for the parent chain where there is one', () => {
  const receipt = { status: '0x1', gasUsed: '0x5208', effectiveGasPrice: '0x7', l1Fee: '0x9' };
  const transaction = readTransaction(plain, 7);
  expect(readOutcome(receipt, transaction)).toEqual({
    succeeded: true,
    gasUsed: 21_000n,
    effectiveGasPriceWei: 7n,
    l1FeeWei: 9n,
  });
  expect(readOutcome({ ...receipt, status: '0x0', l1Fee: undefined }, transaction)).toMatchObject({
    succeeded: false,
    l1FeeWei: null,
  });
  expect(() => readOutcome({ ...receipt, gasUsed: undefined }, transaction)).toThrow(/receipt.gasUsed/);
});
