import { setImmediate as settle } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { AnalyticsBusyError, QuestionAbandonedError } from '../errors.js';
import { QuestionGate } from './QuestionGate.js';

it('lets so many in, so many wait, and no more', async () => {
  const gate = new QuestionGate({ concurrency: 2, queueLimit: 1 });
  const asked: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const ask = (name: string, signal?: AbortSignal): Promise<string> =>
    gate.run(() => {
      asked.push(name);
      ends.set(name, Promise.withResolvers());
      return ends.get(name)!.promise;
    }, signal);

  const [first, second, third] = [ask('first'), ask('second'), ask('third')];
  await expect(ask('fourth')).rejects.toThrow(AnalyticsBusyError);
  await settle();
  expect(asked).toEqual(['first', 'second']);
  ends.get('second')!.reject(new Error('broken'));
  await expect(second).rejects.toThrow('broken');
  await settle();
  expect(asked).toEqual(['first', 'second', 'third']);

  const ended = new AbortController();
  const abandoned = ask('abandoned', ended.signal);
  ended.abort();
  ends.get('first')!.resolve('one');
  expect(await first).toBe('one');
  await expect(abandoned).rejects.toThrow(QuestionAbandonedError);
  ends.get('third')!.resolve('three');
  expect(await third).toBe('three');

  const last = ask('last');
  await settle();
  ends.get('last')!.resolve('four');
  expect(await last).toBe('four');
  expect(asked).not.toContain('abandoned');
});
