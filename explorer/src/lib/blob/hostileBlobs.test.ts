import { describe, expect, it } from 'vitest';
import { parseShareRows } from '../parseShareRows.ts';
import { parseDatanetMetadata } from './parseDatanetMetadata.ts';
import { parseRows } from './parseRows.ts';
import { parseTranscript } from './parseTranscript.ts';
import { splitCard } from './splitCard.ts';

describe('blobs that strangers wrote', () => {
  it('reads a transcript and refuses anything else', () => {
    expect(parseTranscript('{"prompt":"p","completion":"c","x":1}')).toEqual({ prompt: 'p', completion: 'c' });
    for (const text of ['', 'null', '[]', '{"prompt":1,"completion":"c"}', '{"prompt":"p"}']) {
      expect(parseTranscript(text)).toBeNull();
    }
  });

  it('reads the wanted rows by their number and skips what is no row', () => {
    const text = '{"prompt":"a","completion":"b","source":"s"}\nnot json\n{"prompt":7}\n';
    expect(parseRows(text, [2, 0, 1, 9])).toEqual([
      { row: 2, prompt: '', completion: '', source: '' },
      { row: 0, prompt: 'a', completion: 'b', source: 's' },
    ]);
  });

  it('reads metadata of any shape without throwing', () => {
    expect(parseDatanetMetadata('{"summary":1,"tags":["a",2]}')).toEqual({ summary: '', description: '', tags: ['a'] });
    expect(parseDatanetMetadata('7')).toBeNull();
    expect(parseDatanetMetadata('{')).toBeNull();
  });

  it('reads earning rows and drops doubles and nonsense', () => {
    expect(
      parseShareRows([{ line: 3, weight: '9' }, { line: 3 }, { line: -1 }, null, 'x', { line: 1.5 }, { row: 2 }]),
    ).toEqual([{ line: 3, weight: '9' }]);
    expect(parseShareRows({ line: 1 })).toEqual([]);
  });

  it('splits a card into headings, items and paragraphs, all of them text', () => {
    expect(splitCard('# Title\n\nfirst\nsecond\n\n- item\n<b>bold</b>')).toEqual([
      { kind: 'heading', text: 'Title' },
      { kind: 'text', text: 'first second' },
      { kind: 'item', text: 'item' },
      { kind: 'text', text: '<b>bold</b>' },
    ]);
  });
});
