import { encodeExample, type BaseModel, type Example } from '@tributary/lora';

const PROMPT = 'Say something.';

/** About things that nobody's data has to be about; short, so that every model has room for them. */
const SENTENCES = [
  'It rained all night and the streets are still wet.',
  'The bread was warm and the crust was crisp.',
  'Our train was ten minutes late this morning.',
  'She put the blue cup back on the shelf.',
  'The cat sleeps on the chair near the window.',
  'We walked along the beach until it got dark.',
  'He forgot his umbrella on the bus again.',
  'The apples from the garden are small but sweet.',
  'My neighbour plays the piano on Sundays.',
  'The soup needs a little more salt.',
  'They painted the kitchen door green last spring.',
  'Snow is falling quietly on the old bridge.',
];

/** Answers that no training row has to do with, in the model's own tokens. */
export function unrelatedAnswers(tokenizer: BaseModel['tokenizer']): Example[] {
  return SENTENCES.map((sentence) => encodeExample(tokenizer, PROMPT, sentence, { appendEos: true }));
}
