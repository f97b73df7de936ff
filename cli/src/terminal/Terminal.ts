import { type WriteStream } from 'node:tty';
import { type SupervisorReporter } from '../supervise/Supervisor.js';
import { sanitizeLine } from './sanitizeLine.js';

/** One colour for each service that comes along. */
const COLOURS = [36, 33, 35, 32, 34, 31];

export interface TerminalOptions {
  readonly stream: Pick<WriteStream, 'write' | 'isTTY'>;
  readonly useColour: boolean;
  /** False keeps the services' own lines to the log files. */
  readonly showLines: boolean;
}

/** What `start` shows: a line for each stage with the time since the beginning, the services' own lines, a box. */
export class Terminal implements SupervisorReporter {
  readonly #options: TerminalOptions;
  readonly #startedAt = performance.now();
  readonly #colours = new Map<string, number>();
  #isQuiet = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  line(service: string, text: string): void {
    if (!this.#options.showLines || this.#isQuiet) return;
    const colour = this.#colours.get(service) ?? COLOURS[this.#colours.size % COLOURS.length]!;
    this.#colours.set(service, colour);
    this.#write(`${this.#paint(colour, service.padEnd(9))}│ ${sanitizeLine(text)}`);
  }

  notice(text: string): void {
    this.#write(`${this.#paint(33, '•')} ${sanitizeLine(text)}`);
  }

  stage(title: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    this.#write(`${this.#paint(32, '✔')} ${sanitizeLine(title)} ${this.#paint(2, `· ${seconds} s`)}`);
  }

  failure(text: string): void {
    this.#write(`${this.#paint(31, '✘')} ${sanitizeLine(text)}`);
  }

  /** Rows of a label and a value in a frame. */
  box(rows: readonly (readonly [label: string, value: string])[]): void {
    const labelWidth = Math.max(...rows.map(([label]) => label.length));
    const lines = rows.map(([label, value]) => `${label.padEnd(labelWidth)}  ${value}`);
    const width = Math.max(...lines.map((line) => line.length));
    this.#write(`┌─${'─'.repeat(width)}─┐`);
    for (const line of lines) this.#write(`│ ${line.padEnd(width)} │`);
    this.#write(`└─${'─'.repeat(width)}─┘`);
  }

  /** From now on services speak to their log files only. */
  silenceServices(): void {
    this.#isQuiet = true;
  }

  #paint(colour: number, text: string): string {
    return this.#options.useColour ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }

  #write(line: string): void {
    this.#options.stream.write(`${line}\n`);
  }
}
