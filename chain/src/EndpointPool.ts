import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from './Endpoint.js';
import { EndpointFailureError, LyingEndpointError, NoEndpointLeftError, WrongChainError } from './errors.js';
import { Fields } from './Fields.js';

export interface EndpointPoolOptions {
  /** Undefined: whichever they serve. */
  chainId: number | undefined;
  /** How long to keep trying when every endpoint fails. */
  patienceMs: number;
  /** Is told once about every endpoint that fails, lags or is left aside, and when it is well again. */
  log: (line: string) => void;
}

/** What is known of an endpoint. Heights only grow, but for those of a chain that was reset. */
interface Member {
  endpoint: Endpoint;
  isChecked: boolean;
  headNumber: number;
  restUntilMs: number;
  failureCount: number;
  wasBehind: boolean;
  /** What it did last, for people; undefined when nothing is wrong. */
  problem: string | undefined;
  /** Why it is not asked any more. */
  aside: LyingEndpointError | WrongChainError | undefined;
}

/** Below every height. */
const NO_BLOCK = -1;
const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 10_000;
const LAG_REST_MS = 300;

/**
 * Several endpoints of one chain, asked one at a time: the one that answered last goes first, one that fails rests, one
 * that lies or serves another chain is left aside for good.
 */
export class EndpointPool {
  readonly #members: readonly Member[];
  readonly #options: EndpointPoolOptions;
  #preferred: Member;

  constructor(endpoints: readonly [Endpoint, ...Endpoint[]], options: EndpointPoolOptions) {
    const [first, ...others] = endpoints.map((endpoint) => createMember(endpoint));
    this.#members = [first!, ...others];
    this.#preferred = first!;
    this.#options = options;
  }

  /** Those that were not left aside. */
  get endpoints(): Endpoint[] {
    return this.#members.filter(({ aside }) => !aside).map(({ endpoint }) => endpoint);
  }

  /** What each of them did last. */
  get problems(): string[] {
    return this.#members.map(({ endpoint, aside, problem }) => aside?.message ?? problem ?? `${endpoint.name} rests.`);
  }

  /**
   * Asks until one gives an answer. Where `height` is given, only endpoints that have that block are asked.
   *
   * @throws NoEndpointLeftError; whatever `run` throws that is no fault of an endpoint
   */
  async ask<T>(run: (endpoint: Endpoint) => Promise<T>, { height = NO_BLOCK }: { height?: number } = {}): Promise<T> {
    const deadlineMs = performance.now() + this.#options.patienceMs;
    for (;;) {
      const willing = this.#members.filter(({ aside }) => !aside);
      const ready = willing.filter(({ restUntilMs }) => restUntilMs <= performance.now());
      ready.sort((a, b) => Number(b === this.#preferred) - Number(a === this.#preferred));
      for (const member of ready) {
        const answer = await this.#try(member, run, height);
        if (answer) return answer.value;
      }
      const left = willing.filter(({ aside }) => !aside);
      const wakeMs = Math.min(...left.map(({ restUntilMs }) => restUntilMs));
      if (left.length === 0 || wakeMs > deadlineMs) throw new NoEndpointLeftError({ problems: this.problems });
      await sleep(Math.max(0, wakeMs - performance.now()));
    }
  }

  /** Asks every endpoint that is left, once; those that fail are missing from the answers. */
  async askAll<T>(run: (endpoint: Endpoint) => Promise<T>): Promise<{ endpoint: Endpoint; value: T }[]> {
    const willing = this.#members.filter(({ aside, restUntilMs }) => !aside && restUntilMs <= performance.now());
    const answers = await Promise.all(
      willing.map(async (member) => ({ endpoint: member.endpoint, answer: await this.#try(member, run, NO_BLOCK) })),
    );
    return answers.flatMap(({ endpoint, answer }) => (answer ? [{ endpoint, value: answer.value }] : []));
  }

  /** Leaves an endpoint aside for good. */
  accuse(error: LyingEndpointError | WrongChainError, endpoint: Endpoint): void {
    const member = this.#members.find((one) => one.endpoint === endpoint);
    if (!member || member.aside) return;
    member.aside = error;
    this.#options.log(`${error.message} It is left aside.`);
  }

  async #try<T>(
    member: Member,
    run: (endpoint: Endpoint) => Promise<T>,
    height: number,
  ): Promise<{ value: T } | undefined> {
    const { endpoint } = member;
    try {
      if (!member.isChecked) await this.#check(member);
      if (height > member.headNumber) {
        member.headNumber = await endpoint.fetch('eth_blockNumber', [], (reply) => numberOf(reply));
        if (height > member.headNumber) {
          member.restUntilMs = performance.now() + LAG_REST_MS;
          member.problem = `${endpoint.name} is at block ${member.headNumber}, not yet at ${height}.`;
          if (!member.wasBehind) this.#options.log(`${member.problem} It is asked for earlier blocks only.`);
          member.wasBehind = true;
          return undefined;
        }
      }
      const value = await run(endpoint);
      if (member.failureCount > 0) this.#options.log(`${endpoint.name} answers again`);
      member.problem = undefined;
      member.failureCount = 0;
      this.#preferred = member;
      return { value };
    } catch (error) {
      if (error instanceof LyingEndpointError || error instanceof WrongChainError) {
        this.accuse(error, endpoint);
      } else if (error instanceof EndpointFailureError) {
        const restMs = Math.min(FIRST_REST_MS * 2 ** member.failureCount, LONGEST_REST_MS);
        member.restUntilMs = performance.now() + (error.retryAfterMs ?? restMs);
        member.problem = error.message;
        if (member.failureCount++ === 0) this.#options.log(error.message);
      } else {
        throw error;
      }
      return undefined;
    }
  }

  async #check(member: Member): Promise<void> {
    const { endpoint } = member;
    if (this.#options.chainId === undefined) return;
    const actualChainId = await endpoint.fetch('eth_chainId', [], (reply) => numberOf(reply));
    const { chainId } = this.#options;
    if (actualChainId !== chainId) {
      throw new WrongChainError({ endpoint: endpoint.name, expectedChainId: chainId, actualChainId });
    }
    member.isChecked = true;
  }
}

function createMember(endpoint: Endpoint): Member {
  return {
    ...{ endpoint, isChecked: false, headNumber: NO_BLOCK, restUntilMs: 0, failureCount: 0, wasBehind: false },
    ...{ problem: undefined, aside: undefined },
  };
}

function numberOf(reply: unknown): number {
  return new Fields('number', { number: reply }).number('number');
}
