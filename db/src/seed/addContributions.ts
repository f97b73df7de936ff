import { cidOf } from '@tributary/protocol';
import type { SeedContribution, SeedDatanet } from './Registry';
import type { LedgerDraft } from './LedgerDraft';

/** SPDX expressions, the most used first. */
const LICENSES = [
  ...['MIT', 'Apache-2.0', 'CC-BY-4.0', 'CC0-1.0', 'BSD-3-Clause', 'CC-BY-SA-4.0', 'ISC', 'MPL-2.0'],
  ...['GPL-3.0-only', 'CC-BY-NC-4.0', 'LicenseRef-Proprietary'],
];
const ACCEPTED = 0.88;
const UNREVIEWED = 0.04;
/** Of the contributions of a wave, so many of all earlier ones are taken back, and so many are penalised. */
const WITHDRAWN = 0.04;
const PENALIZED = 0.02;
const BYTES_PER_ROW = 740;

/** Submits contributions until there are `count`, reviews them, and withdraws and penalises some that there were. */
export function addContributions(ledger: LedgerDraft, count: number): void {
  const { chain, random, registry } = ledger;
  const earlier = [...registry.contributions];
  const submitted: SeedContribution[] = [];
  while (registry.contributions.length < count) submitted.push(submit(ledger));
  chain.startBlock();
  for (const contribution of submitted) if (!random.chance(UNREVIEWED)) review(ledger, contribution);
  if (earlier.length === 0) return;
  const times = (share: number): number => Math.ceil(submitted.length * share);
  for (let i = 0; i < times(WITHDRAWN); i++) withdraw(ledger, random.pick(earlier));
  for (let i = 0; i < times(PENALIZED); i++) penalize(ledger, random.pick(earlier));
}

/** Publishes a version of each datanet whose contributions changed since its last; of the unpopular ones not every time. */
export function addDatanetVersions({ random, rows, chain, registry }: LedgerDraft, isFirst: boolean): void {
  for (const datanet of registry.datanets) {
    const contributions = datanet.contributions.filter(isLive);
    const last = datanet.versions.at(-1);
    const isSame = last?.contributions.length === contributions.length;
    if (contributions.length === 0 || isSame || (!isFirst && last && random.chance(0.4))) continue;
    const version = (last?.version ?? 0) + 1;
    const id = `${datanet.id}-${version}`;
    const contributionsRoot = random.digest('contributions root', id);
    const contributionCount = contributions.length;
    const call = { signer: datanet.owner, contract: 'DatanetRegistry', selector: '0x51aad24e' };
    chain.startCall({ ...call, functionName: 'publishVersion' });
    const { place } = chain.record('DatanetRegistry', 'DatanetVersionPublished', {
      ...{ datanetId: datanet.id, version: String(version), contributionsRoot },
      ...{ contributionCount: String(contributionCount) },
    });
    rows.add('datanet_version', {
      ...{ id, datanet_id: datanet.id, version, contributions_root: contributionsRoot, ...place },
      contribution_count: contributionCount,
    });
    datanet.versions.push({ id, datanetId: datanet.id, version, contributions });
  }
}

/** Writes what became of every contribution. */
export function flushContributions({ rows, registry }: LedgerDraft): void {
  for (const { row } of registry.contributions) rows.add('contribution', row);
}

/** Each datanet gets its first contributions before the popular ones get most. */
function chooseDatanet({ random, registry }: LedgerDraft): SeedDatanet {
  const empty = registry.datanets.find(({ contributions }) => contributions.length === 0);
  return empty ?? random.pickRanked(registry.datanets);
}

function submit(ledger: LedgerDraft): SeedContribution {
  const { random, chain, people, registry } = ledger;
  const datanet = chooseDatanet(ledger);
  const id = String(registry.contributions.length + 1);
  const contributor = chain.see(random.pickRanked(people.contributors));
  const contentDigest = random.digest('content', id);
  const contentURI = `ipfs://${cidOf(contentDigest)}`;
  const license = random.pickRanked(LICENSES);
  const rowCount = 8 + random.rank(2_000);
  const byteCount = rowCount * BYTES_PER_ROW + random.int(0, BYTES_PER_ROW);
  chain.startCall({
    ...{ signer: contributor, contract: 'DatanetRegistry', selector: '0xc56592d5', functionName: 'submitContribution' },
    valueWei: 10n ** 16n,
  });
  const { place } = chain.record('DatanetRegistry', 'ContributionSubmitted', {
    ...{ contributionId: id, datanetId: datanet.id, contributor, contentDigest, contentURI, license },
    ...{ rowCount: String(rowCount), byteCount: String(byteCount) },
  });
  const contribution: SeedContribution = {
    ...{ id, contributor, datanetId: datanet.id, rowCount, firstRow: registry.rowCount },
    row: {
      ...{ id, datanet_id: datanet.id, claimed_datanet_id: datanet.id, contributor_id: contributor },
      ...{ content_digest: contentDigest, content_uri: contentURI, license, row_count: rowCount },
      ...{ byte_count: byteCount, accepted: null, quality_bps: null, review_reason_uri: null, reviewer: null },
      ...{ reviewed_block_number: null, review_transaction_hash: null, withdrawn_block_number: null },
      ...{ withdrawal_reason: null, withdrawal_transaction_hash: null, ...place },
    },
  };
  datanet.contributions.push(contribution);
  registry.contributions.push(contribution);
  registry.rowCount += rowCount;
  return contribution;
}

function isLive({ row }: SeedContribution): boolean {
  return row.accepted === true && row.withdrawn_block_number === null;
}

function review({ random, chain, registry }: LedgerDraft, { id, datanetId, row }: SeedContribution): void {
  const reviewer = registry.datanets[Number(datanetId) - 1]!.owner;
  // The first of a datanet are accepted: a datanet without any trains nothing.
  const accepted = Number(id) <= registry.datanets.length || random.chance(ACCEPTED);
  const qualityBps = accepted ? random.int(5_500, 10_000) : random.int(0, 4_000);
  const call = { signer: reviewer, contract: 'DatanetRegistry', selector: '0x355bde8c' };
  chain.startCall({ ...call, functionName: 'reviewContribution' });
  const args = { contributionId: id, reviewer, accepted, qualityBps: String(qualityBps), reasonURI: '' };
  const { place } = chain.record('DatanetRegistry', 'ContributionReviewed', args);
  row.accepted = accepted;
  row.quality_bps = qualityBps;
  row.review_reason_uri = '';
  row.reviewer = reviewer;
  row.reviewed_block_number = place.block_number;
  row.review_transaction_hash = place.transaction_hash;
}

function withdraw({ chain }: LedgerDraft, contribution: SeedContribution): void {
  if (!isLive(contribution)) return;
  const { id, contributor, row } = contribution;
  const reason = 'The people in these rows asked for it.';
  const call = { signer: contributor, contract: 'DatanetRegistry', selector: '0x5f378382' };
  chain.startCall({ ...call, functionName: 'withdrawContribution' });
  const { place } = chain.record('DatanetRegistry', 'ContributionWithdrawn', { contributionId: id, reason });
  row.withdrawn_block_number = place.block_number;
  row.withdrawal_reason = reason;
  row.withdrawal_transaction_hash = place.transaction_hash;
}

function penalize({ random, rows, chain, registry }: LedgerDraft, contribution: SeedContribution): void {
  const { id: contributionId, contributor, datanetId } = contribution;
  const signer = registry.datanets[Number(datanetId) - 1]!.owner;
  const penaltyBps = random.int(100, 2_500);
  const slashedWei = (10n ** 16n * BigInt(penaltyBps)) / 10_000n;
  const reason = 'Rows repeat those of an earlier contribution.';
  const call = { signer, contract: 'DatanetRegistry', selector: '0x29e26d92', functionName: 'penalizeContributor' };
  chain.startCall(call);
  const { id, place } = chain.record('DatanetRegistry', 'ContributorPenalized', {
    ...{ contributor, contributionId, penaltyBps: String(penaltyBps), slashedWei: String(slashedWei), reason },
  });
  rows.add('contributor_penalty', {
    ...{ id, contributor_id: contributor, contribution_id: contributionId, penalty_bps: penaltyBps },
    ...{ slashed_wei: slashedWei, reason, ...place },
  });
}
