import { digestOfCid } from '@tributary/protocol';
import type { SearchKind, SearchTerms } from '@tributary/db';

/** Words that say which kind of id follows. */
const kindWords: Readonly<Record<string, SearchKind>> = {
  datanet: 'Datanet',
  contribution: 'Contribution',
  model: 'Model',
  adapter: 'Model',
  inference: 'Inference',
  answer: 'Inference',
  run: 'TrainingRun',
  'training run': 'TrainingRun',
  block: 'Block',
};

/** What a typed text may mean. Never throws: a text that means nothing finds nothing. */
export function parseSearch(text: string): SearchTerms {
  const typed = text.trim().replace(/\s+/g, ' ');
  const lower = typed.toLowerCase();
  const id = /^(?:([a-z ]+?) ?)?#? ?0*(\d{1,78})$/.exec(lower);
  const kind = id?.[1] === undefined ? null : kindWords[id[1]];
  const isAddress = /^0x[0-9a-f]{40}$/.test(lower);
  const hash = /^(0x)?[0-9a-f]{64}$/.test(lower) ? `0x${lower.slice(-64)}` : getDigest(typed);
  return {
    id: id?.[2] !== undefined && kind !== undefined ? id[2] : null,
    kind: kind ?? null,
    address: isAddress ? lower : null,
    hash,
    namePrefix: typed === '' || isAddress || hash !== null || typed.includes('\0') ? null : typed,
  };
}

/** The digest in a CID, also behind ipfs://; null for anything else. */
function getDigest(text: string): string | null {
  try {
    return digestOfCid(text.replace(/^ipfs:\/\//i, ''));
  } catch {
    return null;
  }
}
