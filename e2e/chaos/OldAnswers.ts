import type { RpcAnswer, RpcRequest } from './RpcProxy.ts';

const MOST = 4_000;
const MOST_CHARACTERS = 100_000;

/** What a node said before: for a node that goes on saying it after the chain has changed. */
export class OldAnswers {
  readonly #texts = new Map<string, string>();
  #frozen: ReadonlyMap<string, string> | undefined;

  keep(requests: readonly RpcRequest[], answers: readonly RpcAnswer[]): void {
    for (const [i, { result }] of answers.entries()) {
      const text = JSON.stringify(result ?? null);
      if (text === 'null' || text.length > MOST_CHARACTERS) continue;
      const key = keyOf(requests[i]!);
      this.#texts.delete(key);
      this.#texts.set(key, text);
      if (this.#texts.size > MOST) this.#texts.delete(this.#texts.keys().next().value!);
    }
  }

  /** From now on `get` gives what was kept until now. */
  freeze(): void {
    this.#frozen = new Map(this.#texts);
  }

  thaw(): void {
    this.#frozen = undefined;
  }

  get(request: RpcRequest): RpcAnswer | undefined {
    const text = this.#frozen?.get(keyOf(request));
    return text === undefined ? undefined : { id: request.id, result: JSON.parse(text) as unknown };
  }
}

function keyOf({ method, params }: RpcRequest): string {
  return `${method} ${JSON.stringify(params ?? [])}`;
}
