import { FatalError } from '@tributary/protocol';
import { quote } from './quote.js';

/** Bytes that are not a safetensors file, or one whose header lies about them. */
export class MalformedSafetensorsError extends FatalError {
  constructor(facts: { cause: string; tensor?: string }) {
    const where = facts.tensor === undefined ? '' : ` at tensor ${quote(facts.tensor)}`;
    super(`Malformed safetensors${where}: ${facts.cause}. Obtain the file again or write it anew.`, facts);
  }
}

/** A model folder whose file is missing, unreadable or inconsistent. */
export class MalformedModelError extends FatalError {
  constructor(facts: { file: string; cause: string }, options?: ErrorOptions) {
    super(`Malformed model, ${facts.file}: ${facts.cause}. Correct the file or choose another model.`, facts, options);
  }
}

/** A well-formed model that asks for something this implementation does not compute. */
export class UnsupportedModelError extends FatalError {
  constructor(facts: { file: string; setting: string; value: unknown; supported: string }) {
    super(
      `Unsupported model, ${facts.file}: ${facts.setting} is ${quote(facts.value)}, supported: ${facts.supported}. Choose a model within these bounds.`,
      { ...facts, value: quote(facts.value) },
    );
  }
}

/** A model whose weights and activations do not fit the 4 GiB a WebAssembly memory can hold. */
export class ModelTooLargeError extends FatalError {
  constructor(facts: { neededBytes: number; limitBytes: number }) {
    super(
      `The model needs ${facts.neededBytes} bytes of working memory, the limit is ${facts.limitBytes}. Use a smaller base model or shorter examples.`,
      facts,
    );
  }
}

/** An example this model cannot take: no prompt, an unknown token, or too many tokens. */
export class InvalidExampleError extends FatalError {
  constructor(facts: { cause: string; tokenCount?: number; limit?: number; tokenId?: number }) {
    super(`Invalid example: ${facts.cause}. Encode it with this model's tokenizer, or truncate it.`, facts);
  }
}

/** A session used after `dispose()`. */
export class DisposedSessionError extends FatalError {
  constructor() {
    super('The model session has been disposed. Create a new one with createSession.');
  }
}

/** A gradient that a worker thread could not compute; what it said stands in the message. */
export class GradientWorkerError extends FatalError {
  constructor(facts: { name: string; message: string }) {
    super(`${facts.name} on a gradient thread: ${facts.message}`, { name: facts.name, message: facts.message });
  }
}
