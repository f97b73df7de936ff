import DataLoader from 'dataloader';
import {
  type AccountBalance,
  type AccountDues,
  type ChainHeadRow,
  type ContributionTotals,
  type DatanetTotals,
  type EntitySource,
  type EventPlace,
  type FactKey,
  type GroupQuery,
  type IndexedBlock,
  type LedgerOriginRow,
  type ListCount,
  type ListQuery,
  loadAccountBalances,
  loadAccountDues,
  loadByKeys,
  loadChainHead,
  loadComparedBlocks,
  loadContributionTotals,
  loadDatanetTotals,
  loadFactsAt,
  loadGroups,
  loadIndexedBlock,
  loadLedgerOrigin,
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
import type { AskByKeys, SharedLoads } from './SharedLoads.js';

/** How an operation asks together with others. */
export interface LoadSharing {
  readonly loads: SharedLoads;
  /** Hears of what was loaded, so that it can be counted. */
  readonly charge: (loaded: unknown) => void;
  readonly signal: AbortSignal;
}

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
  /** What an event recorded. */
  readonly factsAt: DataLoader<EventPlace, FactKey[], string>;
  readonly modelTotals: DataLoader<string, ModelTotals>;
  readonly modelVerdictCounts: DataLoader<string, VerdictCountRow[]>;
  /** What the state of a proposal follows from. */
  readonly proposalFacts: DataLoader<string, ProposalFacts>;
  readonly paidWei: DataLoader<string, bigint>;
  readonly #byIdentity = new Map<unknown, unknown>();

  constructor(
    readonly db: ReadDatabase,
    private readonly sharing?: LoadSharing,
  ) {
    this.accountBalances = new DataLoader((ids) => loadAccountBalances(db, ids));
    this.accountDues = new DataLoader((ids) => loadAccountDues(db, ids));
    this.comparedBlocks = new DataLoader((ids) => loadComparedBlocks(db, ids));
    this.contributionTotals = new DataLoader((ids) => loadContributionTotals(db, ids));
    this.datanetTotals = new DataLoader((ids) => loadDatanetTotals(db, ids));
    this.factsAt = new DataLoader((places) => loadFactsAt(db, places), {
      cacheKeyFn: ({ blockNumber, logIndex }) => `${blockNumber}-${logIndex}`,
    });
    this.modelTotals = new DataLoader((ids) => loadModelTotals(db, ids));
    this.modelVerdictCounts = new DataLoader((ids) => loadVerdictCounts(db, ids));
    this.proposalFacts = new DataLoader((ids) => loadProposalFacts(db, ids));
    this.paidWei = this.#share('paidWei', loadPaidWei);
  }

  /** Row by key; null when there is none. */
  rows<Row extends object>(source: EntitySource<Row>): DataLoader<string, Row | null> {
    return this.#once(source, () => this.#share(source, (db, keys) => loadByKeys(db, source, keys)));
  }

  /** Row that a nullable reference names. */
  async row<Row extends object>(source: EntitySource<Row>, key: string | null): Promise<Row | null> {
    return key === null ? null : this.rows(source).load(key);
  }

  /** The first `limit` rows of a parent's group. */
  groups<Row extends object>(group: GroupQuery<Row>, limit: number): DataLoader<string, Row[]> {
    const identity = JSON.stringify(['group', group.source.from, group.parentKey, group.orderBy, limit]);
    return this.#once(identity, () => this.#share(identity, (db, ids) => loadGroups(db, group, limit, ids)));
  }

  /** Pages of a list by parent id. */
  pages<Row extends object>(list: ListQuery<Row>, request: PageRequest): DataLoader<string, Page<Row>> {
    const identity = JSON.stringify(['page', describe(list), request]);
    return this.#once(identity, () => this.#share(identity, (db, ids) => loadPages(db, list, request, ids)));
  }

  /** Sizes of a list by parent id. */
  listCounts<Row extends object>(list: ListQuery<Row>): DataLoader<string, ListCount> {
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

  /** What the ledger was made from; null when it was read from a chain. */
  ledgerOrigin(): Promise<LedgerOriginRow | null> {
    return this.#once('ledgerOrigin', () => loadLedgerOrigin(this.db));
  }

  /** Asks for keys together with other operations, where there are any. */
  #share<Value>(identity: unknown, ask: AskByKeys<Value>): DataLoader<string, Value> {
    const { sharing } = this;
    if (!sharing) return new DataLoader((keys) => ask(this.db, keys));
    return new DataLoader(async (keys) => {
      const values = await sharing.loads.load(identity, keys, ask, sharing.signal);
      sharing.charge(values);
      return values;
    });
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
  return [list.name, list.orderName, list.filterKey];
}
