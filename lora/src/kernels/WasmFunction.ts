/** WebAssembly value types by their byte in the binary format. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;

/** Little-endian base 128, the binary format's integers; `signed` for constants, unsigned for everything else. */
export function encodeLeb128(value: number, signed: boolean): number[] {
  const bytes: number[] = [];
  let rest = signed ? value | 0 : value >>> 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest = signed ? rest >> 7 : rest >>> 7;
    const done = signed ? (rest === 0 && !(byte & 0x40)) || (rest === -1 && byte & 0x40) : rest === 0;
    bytes.push(done ? byte : byte | 0x80);
    if (done) return bytes;
  }
}

/** The body of one WebAssembly function under construction: a stack machine written one instruction at a time. */
export class WasmFunction {
  readonly #code: number[] = [];
  readonly #locals: number[] = [];

  readonly parameters: readonly number[];

  constructor(parameters: readonly number[]) {
    this.parameters = parameters;
  }

  /** Declares a local of `type`; returns its index. */
  local(type: number): number {
    this.#locals.push(type);
    return this.parameters.length + this.#locals.length - 1;
  }

  op(...bytes: number[]): this {
    this.#code.push(...bytes);
    return this;
  }

  get(local: number): this {
    return this.op(0x20, ...encodeLeb128(local, false));
  }

  set(local: number): this {
    return this.op(0x21, ...encodeLeb128(local, false));
  }

  i32(value: number): this {
    return this.op(0x41, ...encodeLeb128(value, true));
  }

  f32(value: number): this {
    return this.op(0x43, ...new Uint8Array(new Float32Array([value]).buffer));
  }

  f64(value: number): this {
    return this.op(0x44, ...new Uint8Array(new Float64Array([value]).buffer));
  }

  add(): this {
    return this.op(0x6a);
  }

  sub(): this {
    return this.op(0x6b);
  }

  mul(): this {
    return this.op(0x6c);
  }

  /** A SIMD instruction, by its number after the 0xfd prefix. */
  simd(opcode: number, ...immediates: number[]): this {
    return this.op(0xfd, ...encodeLeb128(opcode, false), ...immediates);
  }

  /** The zero vector. */
  zero(): this {
    return this.simd(0x0c, ...new Array<number>(16).fill(0));
  }

  /** `local += bytes` */
  advance(local: number, bytes: number): this {
    return this.get(local).i32(bytes).add().set(local);
  }

  /** `local += other` */
  advanceBy(local: number, other: number): this {
    return this.get(local).get(other).add().set(local);
  }

  /** Repeats `body` while `remaining` is at least `step`, taking `step` off it each time. */
  countDown(remaining: number, step: number, body: () => void): this {
    this.op(0x02, 0x40, 0x03, 0x40); // block, loop
    this.get(remaining).i32(step).op(0x48).op(0x0d, 1); // i32.lt_s, br_if out
    body();
    this.advance(remaining, -step);
    return this.op(0x0c, 0, 0x0b, 0x0b); // br loop, end, end
  }

  if(condition: () => void, then: () => void): this {
    condition();
    this.op(0x04, 0x40);
    then();
    return this.op(0x0b);
  }

  /** The function body as the code section holds it. */
  encode(): number[] {
    const locals = this.#locals.flatMap((type) => [1, type]);
    const body = [...encodeLeb128(this.#locals.length, false), ...locals, ...this.#code, 0x0b];
    return [...encodeLeb128(body.length, false), ...body];
  }
}
