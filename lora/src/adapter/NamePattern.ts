/** Beyond this a pattern is no list of modules but a load on the machine: matching takes states × characters steps. */
const MAX_STATES = 2000;
const MAX_REPEATS = 64;

/** One step of a pattern: a set of characters to take, a choice of where to go on without taking any, or a place to be at. */
type State =
  | { readonly kind: 'take'; readonly accepts: (character: string) => boolean; next: number }
  | { readonly kind: 'choose'; next: number; other: number }
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'match' };

/** A pattern in words that this reader does not take. */
export class PatternSyntaxError extends Error {}

/**
 * A regular expression over module names as PEFT's `re.fullmatch` takes it, run in time linear in the name by following
 * all states at once (Thompson 1968): a backtracking engine can be kept busy for ever by thirty characters. Knows
 * literals, `.`, `\d`, `\w`, `\s` and escapes, `[…]`, groups, `|`, `* + ? {m,n}`, lazy or not, `^` and `$`; what needs
 * more than that (look-around, back-references) is refused.
 */
export class NamePattern {
  readonly #states: State[] = [];
  readonly #source: string;
  readonly #start: number;
  #at = 0;
  #repeatCount = 0;

  /** @throws PatternSyntaxError */
  constructor(source: string) {
    this.#source = source;
    const match = this.#add({ kind: 'match' });
    // Built from the end: every part is told where to go on.
    const whole = this.#parseAlternatives(0);
    if (this.#at < source.length) throw new PatternSyntaxError(`an unmatched ) at ${this.#at}`);
    this.#start = whole(match);
  }

  matches(name: string): boolean {
    let current = this.#follow([this.#start], 0, name.length);
    for (let i = 0; i < name.length && current.size > 0; i++) {
      const taken: number[] = [];
      for (const index of current) {
        const state = this.#states[index]!;
        if (state.kind === 'take' && state.accepts(name[i]!)) taken.push(state.next);
      }
      current = this.#follow(taken, i + 1, name.length);
    }
    return current.has(0);
  }

  /** All states reached from `from` without taking a character. */
  #follow(from: readonly number[], position: number, length: number): Set<number> {
    const reached = new Set<number>();
    const open = [...from];
    while (open.length > 0) {
      const index = open.pop()!;
      if (reached.has(index)) continue;
      reached.add(index);
      const state = this.#states[index]!;
      if (state.kind === 'choose') open.push(state.next, state.other);
      if ((state.kind === 'start' && position === 0) || (state.kind === 'end' && position === length))
        open.push(state.next);
    }
    return reached;
  }

  #add(state: State): number {
    if (this.#states.length >= MAX_STATES) throw new PatternSyntaxError(`more than ${MAX_STATES} steps`);
    return this.#states.push(state) - 1;
  }

  #parseAlternatives(depth: number): Part {
    if (depth > 32) throw new PatternSyntaxError('groups more than 32 deep');
    const alternatives = [this.#parseSequence(depth)];
    while (this.#peek() === '|') {
      this.#at++;
      alternatives.push(this.#parseSequence(depth));
    }
    return (next) =>
      alternatives
        .map((part) => part(next))
        .reduceRight((other, start) => this.#add({ kind: 'choose', next: start, other }));
  }

  #parseSequence(depth: number): Part {
    const parts: Part[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek())
      parts.push(this.#parseRepeats(this.#parseAtom(depth)));
    return (next) => parts.reduceRight((end, part) => part(end), next);
  }

  #parseAtom(depth: number): Part {
    const character = this.#source[this.#at++]!;
    switch (character) {
      case '(': {
        if (this.#peek() === '?') {
          if (this.#source[this.#at + 1] !== ':') throw new PatternSyntaxError('a group of a kind that is not read');
          this.#at += 2;
        }
        const inner = this.#parseAlternatives(depth + 1);
        if (this.#source[this.#at++] !== ')') throw new PatternSyntaxError('a group without an end');
        return inner;
      }
      case '[':
        return this.#take(this.#parseClass());
      case '.':
        return this.#take((other) => other !== '\n');
      case '^':
        return (next) => this.#add({ kind: 'start', next });
      case '$':
        return (next) => this.#add({ kind: 'end', next });
      case '\\':
        return this.#take(this.#parseEscape());
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternSyntaxError(`nothing before ${character}`);
      default:
        return this.#take((other) => other === character);
    }
  }

  #take(accepts: (character: string) => boolean): Part {
    return (next) => this.#add({ kind: 'take', accepts, next });
  }

  #parseRepeats(part: Part): Part {
    const rest = this.#source.slice(this.#at);
    const found = /^(?:[*+?]|\{(\d{1,4})(,(\d{0,4}))?\})/.exec(rest);
    if (found === null) return part;
    this.#at += found[0].length;
    // Lazy or not, what matches as a whole is the same.
    if (this.#peek() === '?') this.#at++;
    if (/^[*+?{]/.test(this.#source.slice(this.#at))) throw new PatternSyntaxError('a repetition of a repetition');
    const [symbol, least, hasMost, most] = found;
    if (symbol === '*') return this.#repeat(part, 0, Infinity);
    if (symbol === '+') return this.#repeat(part, 1, Infinity);
    if (symbol === '?') return this.#repeat(part, 0, 1);
    return this.#repeat(
      part,
      Number(least),
      hasMost === undefined ? Number(least) : most === '' ? Infinity : Number(most),
    );
  }

  #repeat(part: Part, least: number, most: number): Part {
    if (least > MAX_REPEATS || (most !== Infinity && (most > MAX_REPEATS || most < least)))
      throw new PatternSyntaxError(`a repetition of more than ${MAX_REPEATS}`);
    return (next) => {
      // Repeated nothings add no state, yet take their time.
      this.#repeatCount += least + (most === Infinity ? 1 : most);
      if (this.#repeatCount > 10 * MAX_STATES) throw new PatternSyntaxError('too many repetitions of repetitions');
      let end = next;
      if (most === Infinity) {
        const loop: State = { kind: 'choose', next, other: next };
        end = this.#add(loop);
        loop.next = part(end);
      } else for (let i = least; i < most; i++) end = this.#add({ kind: 'choose', next: part(end), other: next });
      for (let i = 0; i < least; i++) end = part(end);
      return end;
    };
  }

  #parseEscape(): (character: string) => boolean {
    const character = this.#source[this.#at++];
    if (character === undefined) throw new PatternSyntaxError('a \\ at the end');
    const known = ESCAPES.get(character);
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) throw new PatternSyntaxError(`the escape \\${character}`);
    return (other) => other === character;
  }

  #parseClass(): (character: string) => boolean {
    const isNegated = this.#peek() === '^';
    if (isNegated) this.#at++;
    const tests: ((character: string) => boolean)[] = [];
    while (this.#peek() !== ']' || tests.length === 0) {
      const low = this.#source[this.#at++];
      if (low === undefined) throw new PatternSyntaxError('a [ without an end');
      if (low === '\\') tests.push(this.#parseEscape());
      else if (this.#peek() === '-' && /^-[^\]\\]/.test(this.#source.slice(this.#at))) {
        const high = this.#source[this.#at + 1]!;
        this.#at += 2;
        tests.push((other) => other >= low && other <= high);
      } else tests.push((other) => other === low);
    }
    this.#at++;
    return (character) => tests.some((test) => test(character)) !== isNegated;
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }
}

/** Adds a part's states and returns the first of them, given where to go on after it. */
type Part = (next: number) => number;

const ESCAPES: ReadonlyMap<string, (character: string) => boolean> = new Map([
  ['d', (character: string) => /[0-9]/.test(character)],
  ['D', (character: string) => /[^0-9]/.test(character)],
  ['w', (character: string) => /\w/.test(character)],
  ['W', (character: string) => /\W/.test(character)],
  ['s', (character: string) => /\s/.test(character)],
  ['S', (character: string) => /\S/.test(character)],
]);
