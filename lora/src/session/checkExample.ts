import { InvalidExampleError } from '../errors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import type { Example } from '../tokenizer/encodeExample.js';

/** @throws InvalidExampleError unless the model can take the example whole */
export function checkExample(config: LlamaConfig, { promptIds, completionIds }: Example): void {
  const tokenCount = promptIds.length + completionIds.length;
  if (promptIds.length === 0) throw new InvalidExampleError({ cause: 'the prompt has no token' });
  if (tokenCount > config.maxPositionEmbeddings) {
    throw new InvalidExampleError({ cause: 'too many tokens', tokenCount, limit: config.maxPositionEmbeddings });
  }
  for (const ids of [promptIds, completionIds]) {
    for (const tokenId of ids) {
      if (!Number.isInteger(tokenId) || tokenId < 0 || tokenId >= config.vocabSize) {
        throw new InvalidExampleError({ cause: 'a token outside the vocabulary', tokenId });
      }
    }
  }
}
