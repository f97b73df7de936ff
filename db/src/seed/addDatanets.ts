import { cidOf } from '@tributary/protocol';
import type { LedgerDraft } from './LedgerDraft';

const SUBJECTS = [
  ...['Solidity', 'Rust', 'Medical', 'Legal', 'Chemistry', 'Physics', 'Finance', 'Travel', 'Cooking', 'Robotics'],
  ...['Weather', 'Farming', 'Genomics', 'Astronomy', 'Music', 'History', 'Shipping', 'Energy', 'Insurance', 'Chess'],
];
const FORMS = ['answers', 'dialogues', 'abstracts', 'manuals', 'corrections', 'proofs', 'notes', 'reviews'];

/** Creates datanets until there are `count`. */
export function addDatanets({ random, rows, chain, people, registry }: LedgerDraft, count: number): void {
  while (registry.datanets.length < count) {
    const id = String(registry.datanets.length + 1);
    const owner = chain.see(random.pickRanked(people.curators));
    const name = `${random.pick(SUBJECTS)} ${random.pick(FORMS)} ${id}`;
    const metadataDigest = random.digest('metadata', id);
    const metadataURI = `ipfs://${cidOf(metadataDigest)}`;
    chain.startCall({
      signer: owner,
      contract: 'DatanetRegistry',
      selector: '0x637ffe81',
      functionName: 'createDatanet',
    });
    const args = { datanetId: id, owner, name, metadataURI, metadataDigest };
    const { place } = chain.record('DatanetRegistry', 'DatanetCreated', args);
    rows.add('datanet', {
      ...{ id, owner_id: owner, name, metadata_uri: metadataURI, metadata_digest: metadataDigest, ...place },
    });
    registry.datanets.push({ id, owner, contributions: [], versions: [] });
  }
}
