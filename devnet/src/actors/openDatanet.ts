import { canonicalJson, cidOf, contributionsRoot, type Digest } from '@tributary/protocol';
import { parseEther, parseEventLogs } from 'viem';
import type { BlobStore } from '../blobs/blobStore.js';
import type { DatanetPlan } from '../corpus/planDatanets.js';
import { encodeRows } from '../corpus/row.js';
import type { ChainActor } from '../ChainActor.js';
import { CONTRACTS, type Cast } from './cast.js';

const STAKE_WEI = parseEther('1');

/**
 * Opens a datanet: its curator creates it, every author submits their rows, the curator reviews them all, penalises the
 * copy, and publishes the first version.
 *
 * @returns its datanetId
 */
export async function openDatanet(
  plan: DatanetPlan,
  curator: ChainActor,
  cast: Cast,
  blobs: BlobStore,
): Promise<bigint> {
  const { datanets } = CONTRACTS;
  const { name, summary, description, tags } = plan;
  const metadata = blobs.put(canonicalJson({ name, summary, description, tags }));
  const created = await curator.execute({
    ...datanets,
    functionName: 'createDatanet',
    args: [name, uriOf(metadata), metadata],
  });
  const { datanetId } = parseEventLogs({ abi: datanets.abi, eventName: 'DatanetCreated', logs: created.logs })[0]!.args;

  const submissions = [];
  for (const contribution of plan.contributions) {
    const bytes = encodeRows(contribution.rows);
    const contentDigest = blobs.put(bytes);
    const author = cast.author(contribution.author);
    const hash = await author.send({
      ...datanets,
      functionName: 'submitContribution',
      args: [
        datanetId,
        contentDigest,
        uriOf(contentDigest),
        contribution.license,
        BigInt(contribution.rows.length),
        BigInt(bytes.length),
      ],
      valueWei: STAKE_WEI,
    });
    submissions.push({ contribution, contentDigest, author, hash });
  }

  const accepted: { contributionId: bigint; contentDigest: Digest }[] = [];
  for (const { contribution, contentDigest, author, hash } of submissions) {
    const { logs } = await author.waitFor(hash);
    const { contributionId } = parseEventLogs({ abi: datanets.abi, eventName: 'ContributionSubmitted', logs })[0]!.args;
    const usable = contribution.character !== 'unlicensed';
    const qualityBps = contribution.character === 'copy' ? 2_000 : 7_000 + Number(contributionId % 25n) * 100;
    await curator.send({
      ...datanets,
      functionName: 'reviewContribution',
      args: [contributionId, usable, usable ? qualityBps : 0, usable ? '' : 'No licence to train on these rows.'],
    });
    if (usable) accepted.push({ contributionId, contentDigest });
    if (contribution.character === 'copy') {
      await curator.send({
        ...datanets,
        functionName: 'penalizeContributor',
        args: [contributionId, 2_500, 'Rows of an earlier contribution under another name.'],
      });
    }
  }
  await curator.send({
    ...datanets,
    functionName: 'publishVersion',
    args: [datanetId, contributionsRoot(accepted), BigInt(accepted.length)],
  });
  await curator.waitForAll();
  return datanetId;
}

/** The URI under which a blob is named on chain. */
export function uriOf(digest: Digest): string {
  return `ipfs://${cidOf(digest)}`;
}
