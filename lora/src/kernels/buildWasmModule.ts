import { encodeLeb128, type WasmFunction } from './WasmFunction.js';

const section = (id: number, content: number[]): number[] => [id, ...encodeLeb128(content.length, false), ...content];
const vector = (items: number[][]): number[] => [...encodeLeb128(items.length, false), ...items.flat()];
const name = (text: string): number[] => [...encodeLeb128(text.length, false), ...new TextEncoder().encode(text)];

/** A WebAssembly module of functions without results over one imported memory, `env.memory`. */
export function buildWasmModule(functions: Readonly<Record<string, WasmFunction>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(entries.map(([, f]) => [0x60, ...vector(f.parameters.map((type) => [type])), 0]))),
    ...section(2, vector([[...name('env'), ...name('memory'), 0x02, 0x00, 0x00]])),
    ...section(3, vector(entries.map((_, index) => encodeLeb128(index, false)))),
    ...section(7, vector(entries.map(([label], index) => [...name(label), 0x00, ...encodeLeb128(index, false)]))),
    ...section(10, vector(entries.map(([, f]) => f.encode()))),
  ]);
}
