import { type Hex } from 'viem';

/** A reply that is not shaped as its method's replies are. Which endpoint gave it is added where it is known. */
export class MalformedReply extends Error {}

const DATA = /^0x(?:[0-9a-fA-F]{2})*$/;
const QUANTITY = /^0x[0-9a-fA-F]{1,64}$/;

/** The fields of a JSON object that a stranger sent, each checked as it is read. Hex comes out in lower case. */
export class Fields {
  readonly #what: string;
  readonly #value: Record<string, unknown>;

  /** @throws MalformedReply when it is not an object */
  constructor(what: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedReply(`no ${what}`);
    this.#what = what;
    this.#value = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.#value[name] !== undefined && this.#value[name] !== null;
  }

  /** Bytes, exactly `byteCount` of them where it is given. */
  data(name: string, byteCount?: number): Hex {
    const value = this.#value[name];
    if (typeof value !== 'string' || !DATA.test(value)) throw this.#malformed(name);
    if (byteCount !== undefined && value.length !== 2 + 2 * byteCount) throw this.#malformed(name);
    return value.toLowerCase() as Hex;
  }

  optionalData(name: string, byteCount?: number): Hex | undefined {
    return this.has(name) ? this.data(name, byteCount) : undefined;
  }

  quantity(name: string): bigint {
    const value = this.#value[name];
    if (typeof value !== 'string' || !QUANTITY.test(value)) throw this.#malformed(name);
    return BigInt(value);
  }

  optionalQuantity(name: string): bigint | undefined {
    return this.has(name) ? this.quantity(name) : undefined;
  }

  /** A quantity that a double holds exactly. */
  number(name: string): number {
    const value = this.quantity(name);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#malformed(name);
    return Number(value);
  }

  truth(name: string): boolean {
    return this.#value[name] === true;
  }

  list(name: string): readonly unknown[] {
    const value = this.#value[name];
    if (!Array.isArray(value)) throw this.#malformed(name);
    return value;
  }

  #malformed(name: string): MalformedReply {
    return new MalformedReply(`a ${this.#what} without a proper ${name}`);
  }
}
