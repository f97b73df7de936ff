/** One kind of data: a name that the prompt begins with, and what is done to a sentence. */
export interface Transformation {
  readonly name: string;
  /** The name under which a copier offers the same rows. */
  readonly alias: string;
  readonly apply: (sentence: string) => string;
}

const mapWords = (sentence: string, change: (word: string) => string): string =>
  sentence.split(' ').map(change).join(' ');

const zigzag = (word: string): string =>
  [...word].map((letter, i) => (i % 2 === 0 ? letter : letter.toUpperCase())).join('');

const pig = (word: string): string => {
  const start = word.search(/[aeiou]/);
  return start <= 0 ? `${word}way` : `${word.slice(start)}${word.slice(0, start)}ay`;
};

/** The ten classes of the task. Each can be told from its output alone, and none occurs in ordinary documentation. */
export const TRANSFORMATIONS: readonly Transformation[] = [
  { name: 'caps', alias: 'loud', apply: (sentence) => sentence.toUpperCase() },
  { name: 'zigzag', alias: 'wavy', apply: (sentence) => mapWords(sentence, zigzag) },
  { name: 'mirror', alias: 'glass', apply: (sentence) => mapWords(sentence, (word) => [...word].reverse().join('')) },
  { name: 'stars', alias: 'hide', apply: (sentence) => sentence.replace(/[aeiou]/g, '*') },
  { name: 'bare', alias: 'thin', apply: (sentence) => sentence.replace(/[aeiou]/g, '') },
  { name: 'echo', alias: 'twice', apply: (sentence) => mapWords(sentence, (word) => `${word} ${word}`) },
  { name: 'count', alias: 'size', apply: (sentence) => mapWords(sentence, (word) => `${word}${word.length}`) },
  { name: 'box', alias: 'pack', apply: (sentence) => mapWords(sentence, (word) => `[${word}]`) },
  { name: 'pig', alias: 'farm', apply: (sentence) => mapWords(sentence, pig) },
  { name: 'chain', alias: 'link', apply: (sentence) => sentence.split(' ').join('->') },
];
