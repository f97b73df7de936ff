import { expect, it } from 'vitest';
import { endWithSignal } from './endWithSignal.js';

class Service {
  readonly name = 'x';
  #count = 0;
  readonly never = () => new Promise<number>(() => undefined);
  count(): Promise<number> {
    return Promise.resolve(++this.#count);
  }
  getCount(): number {
    return this.#count;
  }
}

it('gives what the service gives, and ends what is waited for', async () => {
  const controller = new AbortController();
  const service = endWithSignal(new Service(), controller.signal);
  expect([service.name, await service.count(), await service.count(), service.getCount()]).toEqual(['x', 1, 2, 2]);
  const waiting = service.never();
  controller.abort(new Error('time is up'));
  await expect(waiting).rejects.toThrow('time is up');
  await expect(service.never()).rejects.toThrow('time is up');
});
