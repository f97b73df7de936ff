import { Counter, Gauge, type Registry } from '@tributary/operations';
import type { ChainHeads } from './ChainHeads.js';

/** Blocks that were written together. */
export interface WrittenBlocks {
  firstNumber: number;
  lastNumber: number;
  blockCount: number;
  eventCount: number;
}

/** How far the index is, and what it went through, for Prometheus and for health. */
export class IndexerMetrics {
  readonly #blocks: Counter;
  readonly #events: Counter;
  readonly #reorgs: Counter;
  readonly #getNowMs: () => number;
  #heads: ChainHeads | undefined;
  #indexedNumber: number | undefined;
  #atHeadMs: number;
  #isNewRun = true;

  constructor(registry: Registry, getNowMs: () => number = () => performance.now()) {
    this.#getNowMs = getNowMs;
    this.#atHeadMs = getNowMs();
    const registers = [registry];
    const gauge = (name: string, help: string, read: () => number | undefined): void => {
      new Gauge({
        ...{ name, help, registers },
        collect() {
          const value = read();
          if (value === undefined) this.reset();
          else this.set(value);
        },
      });
    };
    const heads = (): ChainHeads | undefined => this.#heads;
    new Gauge({
      name: 'tributary_chain_block_number',
      help: 'Where the node says the chain stands.',
      labelNames: ['tag'],
      registers,
      collect() {
        for (const tag of ['latest', 'safe', 'finalized'] as const) {
          const known = heads();
          if (known) this.set({ tag }, known[tag].number);
        }
      },
    });
    gauge('tributary_indexed_block_number', 'The newest block in the index.', () => this.#indexedNumber);
    gauge('tributary_head_lag_blocks', 'Latest − indexed.', () => this.#getLagBlocks());
    gauge('tributary_head_lag_seconds', 'Time since the index was at the head of the chain; 0 while it is.', () =>
      this.getLagSeconds(),
    );
    gauge('tributary_finality_lag_blocks', 'Latest − finalized.', () =>
      this.#heads ? this.#heads.latest.number - this.#heads.finalized.number : undefined,
    );
    const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
    this.#reorgs = counter('tributary_reorgs_healed_total', 'Times that blocks were taken back.');
    this.#blocks = counter('tributary_blocks_total', 'Blocks written.');
    this.#events = counter('tributary_events_total', 'Protocol events written.');
  }

  setHeads(heads: ChainHeads): void {
    this.#heads = heads;
    this.#lookAtHead();
  }

  /** The processor starts anew: it writes its newest block once more, which is no reorg. */
  startRun(): void {
    this.#isNewRun = true;
  }

  note({ firstNumber, lastNumber, blockCount, eventCount }: WrittenBlocks): void {
    const tookBack = this.#indexedNumber !== undefined && firstNumber <= this.#indexedNumber;
    if (tookBack && !this.#isNewRun) this.#reorgs.inc();
    this.#isNewRun = false;
    this.#indexedNumber = lastNumber;
    this.#blocks.inc(blockCount);
    this.#events.inc(eventCount);
    this.#lookAtHead();
  }

  /** `block 12 of 30`; undefined before anything is known. */
  getPlace(): string | undefined {
    if (!this.#heads || this.#indexedNumber === undefined) return undefined;
    return `block ${this.#indexedNumber} of ${this.#heads.latest.number}`;
  }

  /** How long the index has been behind the head; 0 while it is there. */
  getLagSeconds(): number {
    const nowMs = this.#lookAtHead();
    return (nowMs - this.#atHeadMs) / 1000;
  }

  #getLagBlocks(): number | undefined {
    if (!this.#heads || this.#indexedNumber === undefined) return undefined;
    return Math.max(0, this.#heads.latest.number - this.#indexedNumber);
  }

  /** Now, in ms. */
  #lookAtHead(): number {
    const nowMs = this.#getNowMs();
    if (this.#getLagBlocks() === 0) this.#atHeadMs = nowMs;
    return nowMs;
  }
}
