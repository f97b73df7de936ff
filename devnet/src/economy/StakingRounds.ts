import { parseEther, parseEventLogs, zeroAddress } from 'viem';
import type { ChainActor } from '../ChainActor.js';
import { CONTRACTS, type Cast } from '../actors/cast.js';
import type { Routine } from './Routine.js';

const { gOpen, staking, settlement } = CONTRACTS;
const DAY_SECONDS = 86_400n;
const LIMITS = { isActive: true, isTopupEnabled: true, minStake: parseEther('1'), maxStake: parseEther('1000000') };
/** Terms by configId. A real chain's seven days of cooldown are seconds here. */
const FLEXIBLE = { configId: 1n, interestBps: 300, stakeDuration: 0n, cooldownDuration: 6n, ...LIMITS };
const LOCKED = { configId: 2n, interestBps: 800, stakeDuration: 90n * DAY_SECONDS, cooldownDuration: 0n, ...LIMITS };
/** What flexible stakes earn once there is one. */
const RAISED_INTEREST_BPS = 400;
const WRAPPED_WEI = parseEther('500');
const STAKED_WEI = parseEther('100');
const TOPPED_UP_WEI = parseEther('50');
const LOCKED_WEI = parseEther('75');
const STEP_MS = 5_000;
/** Between two rounds. */
const REST_MS = 120_000;

/**
 * A holder of gOPEN who stakes, adds, asks back and is paid, round after round, with a second stake that stays locked; and
 * whoever is owed the stakers' part of the fees, who pays the interest from it.
 */
export class StakingRounds implements Routine {
  readonly name = 'staking';

  /** @param delegate votes with what the staker holds */
  constructor(
    readonly cast: Pick<Cast, 'staker' | 'stakers'>,
    readonly delegate: ChainActor,
  ) {}

  async step(): Promise<number> {
    const { staker } = this.cast;
    await this.#setTerms();
    await this.#prepareStaker();
    const stakes = await this.#loadOpenStakes();
    if (!stakes.some(({ configId }) => configId === LOCKED.configId)) {
      await this.#stake(LOCKED.configId, LOCKED_WEI);
    }
    const current = stakes.find(({ configId }) => configId === FLEXIBLE.configId);
    if (!current) {
      await this.#stake(FLEXIBLE.configId, STAKED_WEI);
    } else if (current.principal === STAKED_WEI) {
      const args = [current.stakingId, TOPPED_UP_WEI] as const;
      await staker.execute({ ...staking, functionName: 'topUpStake', args });
      await this.#raiseInterest();
    } else if (current.requestedAt === 0n) {
      await this.#payInterestIn();
      await staker.execute({ ...staking, functionName: 'requestUnstake', args: [current.stakingId] });
    } else {
      const { timestamp } = await staker.client.getBlock();
      if (timestamp < current.requestedAt + FLEXIBLE.cooldownDuration) return STEP_MS;
      await staker.execute({ ...staking, functionName: 'unstake', args: [current.stakingId] });
      return REST_MS;
    }
    return STEP_MS;
  }

  async #setTerms(): Promise<void> {
    for (const { configId, ...terms } of [FLEXIBLE, LOCKED]) {
      if ((await this.#loadTerms(configId)).isActive) continue;
      await this.cast.stakers.execute({ ...staking, functionName: 'setConfig', args: [configId, terms] });
    }
  }

  async #raiseInterest(): Promise<void> {
    const { configId, ...terms } = { ...FLEXIBLE, interestBps: RAISED_INTEREST_BPS };
    if ((await this.#loadTerms(configId)).interestBps === RAISED_INTEREST_BPS) return;
    await this.cast.stakers.execute({ ...staking, functionName: 'setConfig', args: [configId, terms] });
  }

  #loadTerms(configId: bigint): Promise<{ isActive: boolean; interestBps: number }> {
    return this.cast.staker.client.readContract({ ...staking, functionName: 'config', args: [configId] });
  }

  async #prepareStaker(): Promise<void> {
    const { staker } = this.cast;
    const args = [staker.address] as const;
    if ((await staker.client.readContract({ ...gOpen, functionName: 'delegates', args })) !== zeroAddress) return;
    await staker.send({ ...gOpen, functionName: 'deposit', args: [], valueWei: WRAPPED_WEI });
    await staker.send({ ...gOpen, functionName: 'approve', args: [staking.address, 2n ** 256n - 1n] });
    // The last of the three, because it tells a later start that the others are done.
    await staker.send({ ...gOpen, functionName: 'delegate', args: [this.delegate.address] });
    await staker.waitForAll();
  }

  async #stake(configId: bigint, amountWei: bigint): Promise<void> {
    const { staker } = this.cast;
    await staker.execute({ ...staking, functionName: 'stake', args: [configId, staker.address, amountWei] });
  }

  async #loadOpenStakes(): Promise<{ stakingId: bigint; configId: bigint; principal: bigint; requestedAt: bigint }[]> {
    const { client, address } = this.cast.staker;
    const staked = await client.getContractEvents({
      ...staking,
      eventName: 'Staked',
      args: { recipient: address },
      fromBlock: 0n,
      strict: true,
    });
    const stakes = await Promise.all(
      staked.map(async ({ args: { stakingId } }) => ({
        stakingId,
        ...(await client.readContract({ ...staking, functionName: 'stakeOf', args: [stakingId] })),
      })),
    );
    return stakes.filter(({ recipient }) => recipient === address);
  }

  /** What the stakers have earned becomes the reserve of their interest. */
  async #payInterestIn(): Promise<void> {
    const { stakers } = this.cast;
    const args = [stakers.address] as const;
    const owedWei = await stakers.client.readContract({ ...settlement, functionName: 'balanceOf', args });
    if (owedWei === 0n) return;
    const { logs } = await stakers.execute({ ...settlement, functionName: 'claim', args: [] });
    const [claimed] = parseEventLogs({ abi: settlement.abi, eventName: 'RewardClaimed', logs });
    const { amountWei } = claimed!.args;
    await stakers.send({ ...gOpen, functionName: 'deposit', args: [], valueWei: amountWei });
    await stakers.send({ ...gOpen, functionName: 'transfer', args: [staking.address, amountWei] });
    await stakers.waitForAll();
  }
}
