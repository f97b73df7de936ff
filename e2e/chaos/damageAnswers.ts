import type { RpcFault } from './ChaosEvent.ts';
import type { RpcAnswer, RpcRequest } from './RpcProxy.ts';

interface LogLike {
  blockHash?: string;
}
interface ReceiptLike {
  logs?: unknown[];
}

/** What becomes of a node's answers under a fault that changes them. */
export function damageAnswers(
  requests: readonly RpcRequest[],
  answers: readonly RpcAnswer[],
  fault: RpcFault,
): RpcAnswer[] {
  return answers.map((answer, i) => damage(requests[i]!, answer, fault));
}

function damage(request: RpcRequest, answer: RpcAnswer, { kind }: RpcFault): RpcAnswer {
  const { id, result } = answer;
  const isLogs = request.method === 'eth_getLogs';
  switch (kind) {
    case 'wrong shape':
      return { ...answer, result: Array.isArray(result) ? { logs: result } : [] };
    case 'range limit':
      if (!isLogs || !isLongRange(request)) return answer;
      return { id, error: { code: -32005, message: 'query returned more than 10000 results' } };
    case 'logs of a block missing':
      if (!isLogs || !Array.isArray(result)) return answer;
      return { ...answer, result: withoutOneBlock(result as LogLike[]) };
    case 'some logs missing':
      return { ...answer, result: isLogs && Array.isArray(result) ? result.slice(0, -1) : withoutLastLog(result) };
    default:
      return answer;
  }
}

function isLongRange({ params }: RpcRequest): boolean {
  const { fromBlock, toBlock } = (params?.[0] ?? {}) as { fromBlock?: string; toBlock?: string };
  return fromBlock !== undefined && fromBlock !== toBlock;
}

/** Of the block that the last log is in, none is left. */
function withoutOneBlock(logs: readonly LogLike[]): LogLike[] {
  const lost = logs.at(-1)?.blockHash;
  return logs.filter(({ blockHash }) => blockHash !== lost);
}

/** Of a receipt, or of the last one with logs among several. */
function withoutLastLog(result: unknown): unknown {
  const receipts = (Array.isArray(result) ? result : [result]) as (ReceiptLike | null)[];
  const last = receipts.findLastIndex((receipt) => (receipt?.logs?.length ?? 0) > 0);
  if (last < 0) return result;
  const damaged = receipts.map((receipt, i) =>
    i === last ? { ...receipt, logs: receipt!.logs!.slice(0, -1) } : receipt,
  );
  return Array.isArray(result) ? damaged : damaged[0];
}
