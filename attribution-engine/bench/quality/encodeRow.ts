import { encodeExample, type BaseModel, type Example } from '@tributary/lora';
import type { Row } from '@tributary/protocol';

/** A row as training and attribution see it: prompt and completion encoded apart, the end token included. */
export function encodeRow(base: BaseModel, row: Row): Example {
  return encodeExample(base.tokenizer, row.prompt, row.completion, { appendEos: true });
}
