import { type AsOfFacts, loadAsOfFacts, loadStateHash, type ReadDatabase } from '@tributary/db';
import type { AnsweredAt, AsOfArgs } from './AnsweredAt.js';
import {
  AsOfBlockBeyondHeadError,
  AsOfBlockMismatchError,
  AsOfBlockNegativeError,
  BadBlockHashError,
  BlockDroppedError,
  ChainMovedError,
  NothingIndexedError,
} from './errors.js';

const BLOCK_HASH = /^0x[0-9a-f]{64}$/;
/** How often an answer is made anew when the chain replaces blocks meanwhile. */
const ATTEMPTS = 3;

/**
 * Makes an answer about one block. Its statements are several, so it is made again when the chain replaced blocks between them.
 * Throws the typed errors of a block that cannot be asked for.
 */
export async function answerAsOf<Answer>(
  db: ReadDatabase,
  args: AsOfArgs,
  answer: (point: AnsweredAt) => Promise<Answer>,
): Promise<Answer> {
  let blockNumber = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const point = await loadPoint(db, args);
    blockNumber = point.blockNumber;
    const made = await answer(point);
    if (point.isFinal || (await loadStateHash(db, blockNumber)) === point.stateBlockHash) return made;
  }
  throw new ChainMovedError({ blockNumber });
}

async function loadPoint(db: ReadDatabase, args: AsOfArgs): Promise<AnsweredAt> {
  const blockNumber = args.asOfBlock ?? null;
  const blockHash = args.asOfBlockHash?.toLowerCase() ?? null;
  if (blockNumber !== null && blockNumber < 0) throw new AsOfBlockNegativeError({ blockNumber });
  if (blockHash !== null && !BLOCK_HASH.test(blockHash)) throw new BadBlockHashError();
  return checkPoint(await loadAsOfFacts(db, { blockNumber, blockHash }), blockNumber, blockHash);
}

function checkPoint(facts: AsOfFacts, blockNumber: number | null, blockHash: string | null): AnsweredAt {
  const { headBlockNumber, hashBlockNumber, settledBlockNumber, ...state } = facts;
  if (headBlockNumber === null) throw new NothingIndexedError();
  if (blockHash !== null && hashBlockNumber === null) throw new BlockDroppedError({ blockHash });
  if (blockNumber !== null && hashBlockNumber !== null && blockNumber !== hashBlockNumber)
    throw new AsOfBlockMismatchError({ blockNumber, hashBlockNumber });
  const asked = blockNumber ?? hashBlockNumber ?? headBlockNumber;
  if (asked > headBlockNumber) throw new AsOfBlockBeyondHeadError({ blockNumber: asked, headBlockNumber });
  return {
    blockNumber: asked,
    blockHash: blockHash ?? state.blockHash,
    stateBlockNumber: state.stateBlockNumber,
    stateBlockHash: state.stateBlockHash,
    isFinal: settledBlockNumber !== null && asked <= settledBlockNumber,
  };
}
