import type { Example, Tensor, TensorLayout } from '@tributary/lora';
import { MalformedIndexError } from './indexFile.js';

/** Names of the tensors that hold what rows were trained on. */
export const EXAMPLE_TENSORS = ['token', 'prompt_end', 'row_end'] as const;

/** The tokens of all rows one after the other: `token` U32 [T], and where prompt and row end, U32 [N] each. */
export function encodeExamples(examples: readonly Example[]): [string, Tensor][] {
  const promptEnds: number[] = [];
  const rowEnds: number[] = [];
  const tokens: number[] = [];
  for (const { promptIds, completionIds } of examples) {
    for (const id of promptIds) tokens.push(id);
    promptEnds.push(tokens.length);
    for (const id of completionIds) tokens.push(id);
    rowEnds.push(tokens.length);
  }
  const tensor = (values: readonly number[]): Tensor => ({
    dtype: 'U32',
    shape: [values.length],
    data: Uint32Array.from(values),
  });
  return [
    ['token', tensor(tokens)],
    ['prompt_end', tensor(promptEnds)],
    ['row_end', tensor(rowEnds)],
  ];
}

/**
 * Whether a file tells what its rows were trained on.
 *
 * @throws MalformedIndexError when it does so only in part, or in another shape
 */
export function hasExamples(tensors: ReadonlyMap<string, TensorLayout>, rowCount: number): boolean {
  const present = EXAMPLE_TENSORS.filter((name) => tensors.has(name));
  if (present.length === 0) return false;
  for (const name of EXAMPLE_TENSORS) {
    const tensor = tensors.get(name);
    const isRight = tensor?.dtype === 'U32' && tensor.shape.length === 1;
    if (!isRight || (name !== 'token' && tensor.shape[0] !== rowCount)) {
      throw new MalformedIndexError({ reason: `tensor "${name}" is missing, or not a U32 for every row` });
    }
  }
  return true;
}

/** @throws MalformedIndexError when an end lies before the one before it, or outside the tokens */
export function decodeExamples(tokens: Uint32Array, promptEnds: Uint32Array, rowEnds: Uint32Array): Example[] {
  let begin = 0;
  const examples = Array.from(rowEnds, (rowEnd, row) => {
    const promptEnd = promptEnds[row]!;
    if (promptEnd < begin || rowEnd < promptEnd || rowEnd > tokens.length) {
      throw new MalformedIndexError({ reason: `the tokens of row ${row} end before they begin, or outside` });
    }
    const example = {
      promptIds: [...tokens.subarray(begin, promptEnd)],
      completionIds: [...tokens.subarray(promptEnd, rowEnd)],
    };
    begin = rowEnd;
    return example;
  });
  if (begin !== tokens.length) throw new MalformedIndexError({ reason: 'some of its tokens belong to no row' });
  return examples;
}
