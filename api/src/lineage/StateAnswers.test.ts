import type { ReadDatabase } from '@tributary/db';
import { expect, it } from 'vitest';
import type { AnsweredAt } from './AnsweredAt.js';
import { ChainMovedError } from './errors.js';
import { StateAnswers } from './StateAnswers.js';

/** A database whose newest block has the hash that `chain` holds. */
function createAnswers(chain: { hash: string }): StateAnswers {
  const db: ReadDatabase = { load: async () => [{ hash: chain.hash }] as never[], close: async () => undefined };
  return new StateAnswers(db);
}
const after = (hash: string, isFinal = false): AnsweredAt => ({
  ...{ blockNumber: 9, blockHash: null, stateBlockNumber: 7, stateBlockHash: hash, isFinal },
});

it('makes an answer about a state once, for those who ask meanwhile too', async () => {
  const answers = createAnswers({ hash: 'a' });
  let made = 0;
  const ask = (question: string) => answers.load(after('a'), [question], async () => ++made);
  expect(await Promise.all([ask('x'), ask('x'), ask('y')])).toEqual([1, 1, 2]);
  expect(await ask('x')).toBe(1);
});

it('forgets a failure', async () => {
  const answers = createAnswers({ hash: 'a' });
  await expect(answers.load(after('a'), [], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await answers.load(after('a'), [], async () => 1)).toBe(1);
});

it('tells nothing of one branch as of another', async () => {
  const chain = { hash: 'a' };
  const answers = createAnswers(chain);
  const replace = async () => {
    chain.hash = 'b';
    return 'of b';
  };
  await expect(answers.load(after('a'), [], replace)).rejects.toThrow(ChainMovedError);
  chain.hash = 'a';
  expect(await answers.load(after('a'), [], async () => 'of a')).toBe('of a');
  // A block that stays is not looked at again.
  expect(await answers.load(after('c', true), [], async () => 'final')).toBe('final');
});

it('keeps a thousand', async () => {
  const answers = createAnswers({ hash: 'a' });
  let made = 0;
  const ask = (question: number) => answers.load(after('a'), [question], async () => ++made);
  for (let question = 0; question <= 1_000; question++) await ask(question);
  await ask(1_000);
  expect(made).toBe(1_001);
  await ask(0);
  expect(made).toBe(1_002);
});
