import type { ReadDatabase } from './ReadDatabase';
import { prefixPattern } from './prefixPattern';
import { joinSql, type SqlText, sql, sqlLiteral } from './sql';

export const SEARCH_KINDS = [
  'Account',
  'Datanet',
  'Contribution',
  'Model',
  'Inference',
  'TrainingRun',
  'Block',
  'Transaction',
] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];
export type SearchMatch = 'id' | 'address' | 'digest' | 'transaction' | 'hash' | 'name';

/** What a text may mean; every part that is present is looked up. */
export interface SearchTerms {
  /** Decimal, without leading zeros. */
  id: string | null;
  /** Only ids of this kind. */
  kind: SearchKind | null;
  /** Lower case. */
  address: string | null;
  /** 0x and 64 lower-case hex digits: a digest, a transaction or a block. */
  hash: string | null;
  namePrefix: string | null;
}

export interface SearchHitRow {
  kind: SearchKind;
  id: string;
  matched: SearchMatch;
}

const tables: [SearchKind, string][] = [
  ['Inference', 'inference'],
  ['Contribution', 'contribution'],
  ['Model', 'model'],
  ['Datanet', 'datanet'],
  ['TrainingRun', 'training_run'],
  ['Block', 'block'],
];

/** Things of these kinds that the terms may mean, the surest first, at most `limit`. */
export async function loadSearchHits(
  db: ReadDatabase,
  terms: SearchTerms,
  limit: number,
  kinds: readonly SearchKind[] = SEARCH_KINDS,
): Promise<SearchHitRow[]> {
  const questions = [...idQuestions(terms), ...hashQuestions(terms.hash), ...nameQuestions(terms.namePrefix, limit)];
  if (terms.address !== null)
    questions.push(sql`SELECT 'Account', id, 'address', 0 FROM account WHERE id = ${terms.address}`);
  if (questions.length === 0) return [];
  return db.load<SearchHitRow>(sql`
    SELECT kind, id, matched FROM (
      SELECT DISTINCT ON (kind, id) kind, id, matched, rank
      FROM (${joinSql(
        questions.map((question) => sql`(${question})`),
        ' UNION ALL ',
      )}) AS hit(kind, id, matched, rank)
      WHERE kind = ANY(${kinds}::text[])
      ORDER BY kind, id, rank
    ) AS found ORDER BY rank, length(id), id, kind LIMIT ${limit}`);
}

function idQuestions({ id, kind }: SearchTerms): SqlText[] {
  if (id === null) return [];
  return tables.flatMap(([tableKind, table], rank) =>
    kind === null || kind === tableKind ? [exactly(tableKind, table, 'id', id, 'id', rank)] : [],
  );
}

function hashQuestions(hash: string | null): SqlText[] {
  if (hash === null) return [];
  const digests = [
    ['Contribution', 'contribution', 'content_digest'],
    ['Model', 'model', 'artifact_digest'],
    ['Model', 'model', 'card_digest'],
    ['Datanet', 'datanet', 'metadata_digest'],
    ['Inference', 'inference', 'transcript_digest'],
    ['TrainingRun', 'training_run', 'config_digest'],
  ] as const;
  // By the event's place: events are indexed by transaction, the tables of facts by place.
  const byTransaction = tables
    .filter(([kind]) => kind !== 'Block')
    .map(
      ([kind, table]) => sql`
      SELECT ${kind}::text, fact.id, 'transaction', 20 FROM protocol_event e JOIN ${sqlLiteral(table)} fact
        ON fact.block_number = e.block_number AND fact.log_index = e.log_index
      WHERE e.transaction_hash = ${hash}`,
    );
  return [
    ...digests.map(([kind, table, column]) => exactly(kind, table, column, hash, 'digest', 10)),
    exactly('Block', 'block', 'hash', hash, 'hash', 11),
    exactly('Transaction', '"transaction"', 'hash', hash, 'transaction', 12),
    ...byTransaction,
  ];
}

function nameQuestions(namePrefix: string | null, limit: number): SqlText[] {
  if (namePrefix === null) return [];
  const pattern = prefixPattern(namePrefix);
  return [
    sql`SELECT 'Model', id, 'name', 30 FROM model WHERE lower(name) LIKE lower(${pattern}) LIMIT ${limit}`,
    sql`SELECT 'Datanet', id, 'name', 31 FROM datanet WHERE lower(name) LIKE lower(${pattern}) LIMIT ${limit}`,
  ];
}

function exactly(
  kind: SearchKind,
  table: string,
  column: string,
  value: string,
  matched: SearchMatch,
  rank: number,
): SqlText {
  return sql`SELECT ${kind}::text, id::text, ${matched}::text, ${rank}::int
    FROM ${sqlLiteral(table)} WHERE ${sqlLiteral(column)} = ${value}`;
}
