import type { Ask, RpcAnswer, RpcRequest } from './RpcProxy.ts';

/** As a node answers that knows nothing of the newest `lagBlocks` blocks; it is consistent in itself. */
export async function askWithLag(requests: readonly RpcRequest[], lagBlocks: number, ask: Ask): Promise<RpcAnswer[]> {
  const [head, safe, finalized] = await ask([
    { id: 0, method: 'eth_blockNumber' },
    { id: 1, method: 'eth_getBlockByNumber', params: ['safe', false] },
    { id: 2, method: 'eth_getBlockByNumber', params: ['finalized', false] },
  ]);
  const before = (blockNumber: unknown): number => Math.max(0, Number(blockNumber) - lagBlocks);
  const headNumber = before(head!.result);
  const tags: Record<string, number> = {
    latest: headNumber,
    pending: headNumber,
    safe: before(numberOf(safe!.result)),
    finalized: before(numberOf(finalized!.result)),
  };
  const untag = (param: unknown): unknown =>
    typeof param === 'string' && param in tags ? toQuantity(tags[param]!) : param;
  const asked = requests.map((request) => ({ ...request, params: request.params?.map(untag) ?? [] }));
  return (await ask(asked)).map((answer, i) => {
    const { method } = asked[i]!;
    if (method === 'eth_blockNumber') return { ...answer, result: toQuantity(headNumber) };
    const { result } = answer;
    if (Array.isArray(result)) return { ...answer, result: result.filter((item) => !isAbove(item, headNumber)) };
    return isAbove(result, headNumber) ? { ...answer, result: null } : answer;
  });
}

function toQuantity(blockNumber: number): string {
  return `0x${blockNumber.toString(16)}`;
}

/** Of a block, a receipt or a log. */
function numberOf(item: unknown): number | undefined {
  const { number, blockNumber } = (item ?? {}) as { number?: string; blockNumber?: string };
  const text = number ?? blockNumber;
  return text === undefined ? undefined : Number(text);
}

function isAbove(item: unknown, headNumber: number): boolean {
  return (numberOf(item) ?? 0) > headNumber;
}
