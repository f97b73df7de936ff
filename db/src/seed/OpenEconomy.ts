import type { LedgerDraft } from './LedgerDraft';

const WEI_PER_OPEN = 10n ** 18n;
const NOBODY = `0x${'0'.repeat(40)}`;
const STAKING_TERMS = {
  ...{ configId: '1', interest_bps: 500, stake_duration_seconds: 7_776_000, cooldown_seconds: 604_800 },
  ...{ is_active: true, is_topup_enabled: true, min_stake_wei: WEI_PER_OPEN, max_stake_wei: 10n ** 24n },
};

interface Holder {
  balanceWei: bigint;
  votesWei: bigint;
  delegate: string | null;
  changedBlockNumber: number;
}

interface OpenProposal {
  id: string;
  voteStartSeconds: number;
  voteEndSeconds: number;
  /** Votes by delegate at the start. */
  powers: ReadonlyMap<string, bigint>;
  totals: { AGAINST: bigint; FOR: bigint; ABSTAIN: bigint };
  writeRow: () => void;
}

/** gOPEN, its votes, the governor and staking. Sums hold: balances are the supply, votes are what was delegated. */
export class OpenEconomy {
  readonly #ledger: LedgerDraft;
  readonly #holders = new Map<string, Holder>();
  readonly #proposals: OpenProposal[] = [];
  #supplyWei = 0n;
  #stakeCount = 0;

  constructor(ledger: LedgerDraft) {
    this.#ledger = ledger;
  }

  /** Terms of governor and staking; comes first. */
  start(votingPeriodSeconds: number): void {
    const { rows, chain, people } = this.#ledger;
    const signer = people.validators[0]!;
    chain.startCall({ signer, contract: 'Staking', selector: '0xd5d034b2', functionName: 'setConfig' });
    const { configId, ...terms } = STAKING_TERMS;
    const { id, place } = chain.record('Staking', 'ConfigCreated', { configId });
    rows.add('staking_config', { id, config_id: configId, is_creation: true, ...terms, ...place });
    chain.startCall({ signer, contract: 'Governor', selector: '0xe540d01d', functionName: 'setVotingPeriod' });
    const set = { oldVotingPeriod: '0', newVotingPeriod: String(votingPeriodSeconds) };
    const setting = chain.record('Governor', 'VotingPeriodSet', set);
    rows.add('governor_setting', {
      ...{ id: setting.id, name: 'VOTING_PERIOD_SECONDS', old_value: 0, new_value: votingPeriodSeconds },
      ...{ timestamp_seconds: this.#nowSeconds, ...setting.place },
    });
  }

  /** An account wraps OPEN and delegates its votes, mostly to itself. */
  wrap(address: string, amountWei: bigint): void {
    const { random, chain, people } = this.#ledger;
    chain.startCall({
      ...{ signer: address, contract: 'GOpen', selector: '0xd0e30db0', functionName: 'deposit', valueWei: amountWei },
    });
    chain.record('GOpen', 'Deposit', { sender: address, amt: String(amountWei) });
    this.#transfer(null, address, amountWei);
    if (this.#holderOf(address).delegate !== null) return;
    chain.startCall({ signer: address, contract: 'GOpen', selector: '0x5c19a95c', functionName: 'delegate' });
    this.#delegate(address, random.chance(0.7) ? address : random.pick(people.validators));
  }

  /** An account stakes a part of what it holds. */
  stake(address: string): void {
    const { random, rows, chain } = this.#ledger;
    const { balanceWei } = this.#holderOf(address);
    if (balanceWei < WEI_PER_OPEN) return;
    const amountWei = random.wei(balanceWei / 10n, balanceWei / 2n);
    const stakeId = String(this.#stakeCount++);
    chain.startCall({ signer: address, contract: 'Staking', selector: '0x6e9c931c', functionName: 'stake' });
    this.#transfer(address, chain.addressOf('Staking'), amountWei);
    const args = { stakingId: stakeId, recipient: address, amount: String(amountWei) };
    const { id, place } = chain.record('Staking', 'Staked', args);
    rows.add('stake', {
      ...{ id: stakeId, recipient_id: address, claimed_config_id: STAKING_TERMS.configId, principal_wei: amountWei },
      ...{ requested_block_number: null, request_transaction_hash: null, ...place },
    });
    rows.add('stake_event', {
      ...{ id, stake_id: stakeId, claimed_stake_id: stakeId, kind: 'STAKED', recipient_id: address },
      ...{ amount_wei: amountWei, ...place },
    });
  }

  propose(votingPeriodSeconds: number): void {
    const { random, rows, chain, people } = this.#ledger;
    const number = this.#proposals.length + 1;
    const id = BigInt(random.digest('proposal', number)).toString();
    const proposer = people.validators[0]!;
    const description = `Proposal ${number}: one percent more for contributors`;
    const voteStartSeconds = this.#nowSeconds + 60;
    const voteEndSeconds = voteStartSeconds + votingPeriodSeconds;
    const target = chain.addressOf('ModelRegistry');
    chain.startCall({ signer: proposer, contract: 'Governor', selector: '0x7d5e81e2', functionName: 'propose' });
    const { place } = chain.record('Governor', 'ProposalCreated', {
      ...{ proposalId: id, proposer, targets: [target], values: ['0'], signatures: [''], calldatas: ['0x'] },
      ...{ voteStart: String(voteStartSeconds), voteEnd: String(voteEndSeconds), description },
    });
    const call = { id: `${id}-0`, proposal_id: id, position: 0, target, value_wei: 0, data: '0x' };
    rows.add('proposal_call', { ...call, contract: 'ModelRegistry' });
    const totals = { AGAINST: 0n, FOR: 0n, ABSTAIN: 0n };
    const powers = new Map([...this.#holders].map(([address, { votesWei }]) => [address, votesWei]));
    const writeRow = (): void =>
      rows.add('proposal', {
        ...{ id, proposer_id: proposer, description, vote_start_seconds: voteStartSeconds },
        ...{ vote_end_seconds: voteEndSeconds, against_votes_wei: totals.AGAINST, for_votes_wei: totals.FOR },
        ...{ abstain_votes_wei: totals.ABSTAIN, ...place },
      });
    this.#proposals.push({ id, voteStartSeconds, voteEndSeconds, powers, totals, writeRow });
  }

  /** Those who can vote on the latest proposal do, while it is open. */
  vote(): void {
    const { random, rows, chain } = this.#ledger;
    const proposal = this.#proposals.at(-1);
    if (!proposal) return;
    for (const [voter, weightWei] of proposal.powers) {
      const now = this.#nowSeconds;
      if (weightWei === 0n || now <= proposal.voteStartSeconds || now > proposal.voteEndSeconds) continue;
      const support = random.pick(['FOR', 'FOR', 'FOR', 'AGAINST', 'ABSTAIN'] as const);
      chain.startCall({ signer: voter, contract: 'Governor', selector: '0x56781388', functionName: 'castVote' });
      const number = { AGAINST: '0', FOR: '1', ABSTAIN: '2' }[support];
      const args = { voter, proposalId: proposal.id, support: number, weight: String(weightWei), reason: '' };
      const { id, place } = chain.record('Governor', 'VoteCast', args);
      proposal.totals[support] += weightWei;
      rows.add('vote', {
        ...{ id, proposal_id: proposal.id, claimed_proposal_id: proposal.id, voter_id: voter, support },
        ...{ weight_wei: weightWei, reason: '', is_counted: true, ...place },
      });
    }
  }

  /** Writes what became of every holder and proposal. */
  flush(): void {
    const { rows } = this.#ledger;
    for (const { writeRow } of this.#proposals) writeRow();
    for (const [id, { balanceWei, votesWei, delegate, changedBlockNumber }] of this.#holders) {
      rows.add('g_open_holder', {
        ...{ id, account_id: id, balance_wei: balanceWei, delegate_id: delegate, votes_wei: votesWei },
        changed_block_number: changedBlockNumber,
      });
    }
  }

  get #nowSeconds(): number {
    return Math.floor(this.#ledger.chain.block.timestamp.getTime() / 1000);
  }

  #holderOf(address: string): Holder {
    const { chain } = this.#ledger;
    const known = this.#holders.get(address);
    const holder = known ?? { balanceWei: 0n, votesWei: 0n, delegate: null, changedBlockNumber: 0 };
    if (!known) this.#holders.set(chain.see(address), holder);
    holder.changedBlockNumber = chain.block.number;
    return holder;
  }

  /** @param from null: wrapped */
  #transfer(from: string | null, to: string, amountWei: bigint): void {
    const { rows, chain } = this.#ledger;
    if (from === null) this.#supplyWei += amountWei;
    const args = { from: from ?? NOBODY, to, value: String(amountWei) };
    const { id, place } = chain.record('GOpen', 'Transfer', args);
    rows.add('g_open_transfer', {
      ...{ id, kind: from === null ? 'WRAP' : 'TRANSFER', from_id: from, to_id: to, amount_wei: amountWei },
      ...{ supply_wei: this.#supplyWei, timestamp_seconds: this.#nowSeconds, ...place },
    });
    const recipient = this.#holderOf(to);
    recipient.balanceWei += amountWei;
    if (recipient.delegate !== null) this.#changeVotes(recipient.delegate, amountWei);
    if (from === null) return;
    const sender = this.#holderOf(from);
    sender.balanceWei -= amountWei;
    if (sender.delegate !== null) this.#changeVotes(sender.delegate, -amountWei);
  }

  #delegate(delegator: string, delegate: string): void {
    const { rows, chain } = this.#ledger;
    const args = { delegator, fromDelegate: NOBODY, toDelegate: delegate };
    const { id, place } = chain.record('GOpen', 'DelegateChanged', args);
    chain.see(delegate);
    rows.add('vote_delegation', {
      ...{ id, delegator_id: delegator, from_delegate_id: null, to_delegate_id: delegate, ...place },
    });
    const holder = this.#holderOf(delegator);
    holder.delegate = delegate;
    this.#changeVotes(delegate, holder.balanceWei);
  }

  #changeVotes(delegate: string, differenceWei: bigint): void {
    const { rows, chain } = this.#ledger;
    const holder = this.#holderOf(delegate);
    const previousWei = holder.votesWei;
    holder.votesWei += differenceWei;
    const args = { delegate, previousVotes: String(previousWei), newVotes: String(holder.votesWei) };
    const { id, place } = chain.record('GOpen', 'DelegateVotesChanged', args);
    rows.add('vote_power', {
      ...{ id, delegate_id: delegate, previous_votes_wei: previousWei, votes_wei: holder.votesWei },
      ...{ timestamp_seconds: this.#nowSeconds, ...place },
    });
  }
}
