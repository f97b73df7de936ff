import { type SqlText, sqlLiteral } from './sql';

/** Where rows of one kind come from: the FROM clause and one SQL expression for every field of the row. */
export interface EntitySource<Row extends object> {
  readonly from: string;
  /** Expression of the text key by which a row is loaded. */
  readonly key: string;
  readonly columns: { readonly [Field in keyof Row]-?: string };
}

/** The place on chain that recorded a fact. */
export interface EvidenceRow {
  blockNumber: number;
  /** Position of the log in its block, counted from 0. */
  logIndex: number;
  transactionHash: string;
  /** Sender of the transaction, lower case. */
  signer: string;
}

export function evidenceColumns(alias: string): { [Field in keyof EvidenceRow]: string } {
  return {
    blockNumber: `${alias}.block_number`,
    logIndex: `${alias}.log_index`,
    transactionHash: `${alias}.transaction_hash`,
    signer: `${alias}.signer`,
  };
}

/** The SELECT list of a source. */
export function selectList<Row extends object>(source: EntitySource<Row>): SqlText {
  const columns = Object.entries<string>(source.columns);
  return sqlLiteral(columns.map(([field, expression]) => `${expression} AS "${field}"`).join(', '));
}
