import DataLoader from 'dataloader';
import {
  type AccountBalance,
  type AccountDues,
  type ChainHeadRow,
  type ContributionTotals,
  type DatanetTotals,
  type EntitySource,
  type GroupQuery,
  type IndexedBlock,
  type ListQuery,
  listConditions,
  loadAccountBalances,
  loadAccountDues,
  loadByKeys,
  loadChainHead,
  loadComparedBlocks,
  loadContributionTotals,
  loadDatanetTotals,
  loadGroups,
  loadIndexedBlock,
  loadListCounts,
  loadModelTotals,
  loadPages,
  loadPaidWei,
  loadProposalFacts,
  loadVerdictCounts,
  type ModelTotals,
  type Page,
  type PageRequest,
  type ProposalFacts,
  type ReadDatabase,
  type VerdictCountRow,
} from '@tributary/db';

/**
 * What one request has loaded. Questions of one kind that come up together become one statement, and nothing is asked
 * twice; so a page costs the same number of statements however long it is.
 */
export class Loaders {
  readonly accountBalances: DataLoader<string, AccountBalance>;
  readonly accountDues: DataLoader<string, AccountDues>;
  /** Newest block that a verdict rests on, by inference. */
  readonly comparedBlocks: DataLoader<string, number | null>;
  readonly contributionTotals: DataLoader<string, ContributionTotals>;
  readonly datanetTotals: DataLoader<string, DatanetTotals>;
  readonly modelTotals: DataLoader<string, ModelTotals>;
  readonly modelVerdictCounts: DataLoader<string, VerdictCountRow[]>;
  /** What the state of a proposal follows from. */
  readonly proposalFacts: DataLoader<string, ProposalFacts>;
  readonly paidWei: DataLoader<string, bigint>;
  readonly #byIdentity = new Map<unknown, unknown>();

  constructor(readonly db: ReadDatabase) {
    this.accountBalances = new DataLoader((ids) => loadAccountBalances(db, ids));
    this.accountDues = new DataLoader((ids) => loadAccountDues(db, ids));
    this.comparedBlocks = new DataLoader((ids) => loadComparedBlocks(db, ids));
    this.contributionTotals = new DataLoader((ids) => loadContributionTotals(db, ids));
    this.datanetTotals = new DataLoader((ids) => loadDatanetTotals(db, ids));
    this.modelTotals = new DataLoader((ids) => loadModelTotals(db, ids));
    this.modelVerdictCounts = new DataLoader((ids) => loadVerdictCounts(db, ids));
    this.proposalFacts = new DataLoader((ids) => loadProposalFacts(db, ids));
    this.paidWei = new DataLoader((ids) => loadPaidWei(db, ids));
  }

  /** Row by key; null when there is none. */
  rows<Row extends object>(source: EntitySource<Row>): DataLoader<string, Row | null> {
    return this.#once(source, () => new DataLoader((keys) => loadByKeys(this.db, source, keys)));
  }

  /** Row that a nullable reference names. */
  async row<Row extends object>(source: EntitySource<Row>, key: string | null): Promise<Row | null> {
    return key === null ? null : this.rows(source).load(key);
  }

  /** The first `limit` rows of a parent's group. */
  groups<Row extends object>(group: GroupQuery<Row>, limit: number): DataLoader<string, Row[]> {
    const identity = JSON.stringify(['group', group.source.from, group.parentKey, group.orderBy, limit]);
    return this.#once(identity, () => new DataLoader((ids) => loadGroups(this.db, group, limit, ids)));
  }

  /** Pages of a list by parent id. */
  pages<Row extends object>(list: ListQuery<Row>, request: PageRequest): DataLoader<string, Page<Row>> {
    const identity = JSON.stringify(['page', describe(list), request]);
    return this.#once(identity, () => new DataLoader((ids) => loadPages(this.db, list, request, ids)));
  }

  /** Sizes of a list by parent id. */
  listCounts<Row extends object>(list: ListQuery<Row>): DataLoader<string, number> {
    const identity = JSON.stringify(['count', describe(list)]);
    return this.#once(identity, () => new DataLoader((ids) => loadListCounts(this.db, list, ids)));
  }

  indexedBlock(): Promise<IndexedBlock | null> {
    return this.#once('indexedBlock', () => loadIndexedBlock(this.db));
  }

  /** Where the chain stands, the same for everything in one response. */
  chainHead(): Promise<ChainHeadRow | null> {
    return this.#once('chainHead', () => loadChainHead(this.db));
  }

  #once<Value>(identity: unknown, create: () => Value): Value {
    const known = this.#byIdentity.get(identity) as Value | undefined;
    if (known !== undefined) return known;
    const created = create();
    this.#byIdentity.set(identity, created);
    return created;
  }
}

function describe<Row extends object>(list: ListQuery<Row>): unknown {
  return [list.name, list.source.from, listConditions(list).render()];
}
