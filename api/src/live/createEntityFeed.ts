import { createHash } from 'node:crypto';
import { loadByKeys, type ReadDatabase, reconciliationSource } from '@tributary/db';
import { encodeNodeId, type NodeKind } from '../nodeId.js';
import { NODE_SOURCES } from '../resolvers/NodeResolver.js';
import type { NamedRow } from '../types/Node.js';
import { ChangeKind } from './ChangeKind.js';
import type { Feed } from './Feed.js';
import { encodeLiveCursor } from './liveCursor.js';

/** Digest of what an entity was like; null: it was not there, or is not known to have been. */
export interface EntityPosition {
  readonly fingerprint: string | null;
}

/** One entity: first as it is, then as often as its own content becomes another one; of an inference also its verdict. */
export function createEntityFeed(kind: NodeKind, key: string): Feed<EntityPosition, NamedRow> {
  const name = encodeNodeId(kind, key);
  return {
    key: `entity ${name}`,
    async load(db, position) {
      const [row] = await loadByKeys(db, NODE_SOURCES[kind], [key]);
      const fingerprint = row == null ? null : await loadFingerprint(db, kind, row, key);
      if (fingerprint === position.fingerprint) return { changes: [], position, isComplete: true };
      const change = {
        kind:
          row == null ? ChangeKind.RETRACTED : position.fingerprint === null ? ChangeKind.ADDED : ChangeKind.CHANGED,
        node: row == null ? null : { ...row, __typename: kind },
        blockNumber: -1,
        retractedFromBlock: null,
        cursor: encodeLiveCursor('entity', { fingerprint: fingerprint ?? 'gone' }),
      };
      return { changes: [change], position: { fingerprint }, isComplete: true };
    },
    isTooOld: () => Promise.resolve(false),
  };
}

async function loadFingerprint(db: ReadDatabase, kind: NodeKind, row: object, key: string): Promise<string> {
  const verdicts = kind === 'Inference' ? await loadByKeys(db, reconciliationSource, [key]) : [];
  const content = JSON.stringify([row, verdicts], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
