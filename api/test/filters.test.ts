// Longer than 300 lines because it is one comparison: every filter and order of every list with a plain walk over one ledger.
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillNetworkLedger } from './networkLedger.js';
import { type Answer, startTestApi, type TestApi } from './startTestApi.js';

const COUNT = 40;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(COUNT);
  await fillNetworkLedger(api.database.url);
  const admin = new Client({ connectionString: api.database.url });
  await admin.connect();
  await admin.query(`UPDATE inference SET fee_wei = fee_wei + id::int % 7, input_tokens = id::int % 5;
    UPDATE inference SET model_id = NULL WHERE id::int % 9 = 0;
    UPDATE contribution SET row_count = id::int % 3;
    UPDATE contribution SET license = 'mit' WHERE id = '4'; UPDATE contribution SET license = 'M_T 100%' WHERE id = '5'`);
  // Every fact was recorded by an event.
  for (const table of ['payout', 'contribution', 'model'])
    await admin.query(`INSERT INTO protocol_event (id, block_number, log_index, transaction_hash, signer, contract, address)
      SELECT '${table}' || id, block_number, log_index, transaction_hash, signer, 'Some', signer FROM ${table}`);
  await admin.end();
});
afterAll(() => api?.close());

type Value = string | number | bigint | boolean | null;
type Row = Readonly<Record<string, Value>>;

/** A list, what a query has to ask for, and the values of the fields that it may be filtered by. */
interface Twin {
  list: string;
  node: string;
  select: string;
  read: (node: Answer) => Row;
  /** How entries differ, and the order that the list is in by itself: from the largest. */
  id: string;
  orders: Readonly<Record<string, { by: readonly string[]; isAscending: boolean }>>;
}

const text = (value: Answer | undefined) => (value == null ? null : String(value));
const integer = (value: Answer | undefined) => (value == null ? null : Number(value));
const wei = (value: Answer | undefined) => (value == null ? null : BigInt(String(value)));
const EVIDENCE = 'evidence { blockNumber logIndex transactionHash signer timestamp }';
const place = (node: Answer) => ({
  blockNumber: integer(node.evidence!.blockNumber),
  logIndex: integer(node.evidence!.logIndex),
  transactionHash: text(node.evidence!.transactionHash),
  signer: text(node.evidence!.signer),
  timestamp: Date.parse(String(node.evidence!.timestamp)),
});
const byPlace = { by: ['blockNumber', 'logIndex'], isAscending: false };
const CHAIN_ORDERS = { NEWEST: byPlace, OLDEST: { ...byPlace, isAscending: true } };

const twins: readonly Twin[] = [
  {
    list: 'inferences',
    node: 'Inference',
    select: `inferenceId verdict feeWei inputTokens settledAt model { modelId } payer { address } ${EVIDENCE}`,
    read: (node) => ({
      ...place(node),
      inferenceId: text(node.inferenceId),
      verdict: text(node.verdict),
      modelId: text(node.model?.modelId),
      payer: text(node.payer!.address),
      feeWei: wei(node.feeWei),
      inputTokens: wei(node.inputTokens),
      settledAt: Date.parse(String(node.settledAt)),
    }),
    id: 'inferenceId',
    orders: {
      ...CHAIN_ORDERS,
      LARGEST_FEE: { by: ['feeWei', ...byPlace.by], isAscending: false },
      SMALLEST_FEE: { by: ['feeWei', ...byPlace.by], isAscending: true },
    },
  },
  {
    list: 'payouts',
    node: 'Payout',
    select: `id role amountWei recipient { address } inference { inferenceId model { modelId } } contribution { contributionId license datanet { datanetId } } ${EVIDENCE}`,
    read: (node) => ({
      ...place(node),
      id: text(node.id),
      role: text(node.role),
      recipient: text(node.recipient!.address),
      amountWei: wei(node.amountWei),
      inferenceId: text(node.inference?.inferenceId),
      modelId: text(node.inference?.model?.modelId),
      contributionId: text(node.contribution?.contributionId),
      license: text(node.contribution?.license),
      datanetId: text(node.contribution?.datanet?.datanetId),
    }),
    id: 'id',
    orders: CHAIN_ORDERS,
  },
  {
    list: 'contributions',
    node: 'Contribution',
    select: `contributionId status license rowCount byteCount qualityBps withdrawnBlockNumber datanet { datanetId } contributor { address } reviewer { address } ${EVIDENCE}`,
    read: (node) => ({
      ...place(node),
      contributionId: text(node.contributionId),
      status: text(node.status),
      license: text(node.license),
      rowCount: wei(node.rowCount),
      byteCount: wei(node.byteCount),
      qualityBps: integer(node.qualityBps),
      withdrawnBlockNumber: integer(node.withdrawnBlockNumber),
      datanetId: text(node.datanet?.datanetId),
      contributor: text(node.contributor!.address),
      reviewer: text(node.reviewer?.address),
    }),
    id: 'contributionId',
    orders: {
      ...CHAIN_ORDERS,
      MOST_ROWS: { by: ['rowCount', ...byPlace.by], isAscending: false },
      FEWEST_ROWS: { by: ['rowCount', ...byPlace.by], isAscending: true },
    },
  },
  {
    list: 'models',
    node: 'Model',
    select: `modelId name kind owner { address } baseModel { modelId } ${EVIDENCE}`,
    read: (node) => ({
      ...place(node),
      modelId: text(node.modelId),
      name: text(node.name),
      kind: text(node.kind),
      owner: text(node.owner!.address),
      baseModelId: text(node.baseModel?.modelId),
    }),
    id: 'modelId',
    orders: CHAIN_ORDERS,
  },
  {
    list: 'transactions',
    node: 'Transaction',
    select:
      'id hash to contract functionName type succeeded valueWei feeWei blockNumber transactionIndex from { address }',
    read: (node) => ({
      id: text(node.id),
      hash: text(node.hash),
      to: text(node.to),
      contract: text(node.contract),
      functionName: text(node.functionName),
      type: integer(node.type),
      succeeded: node.succeeded === null ? null : (node.succeeded as unknown as boolean),
      valueWei: wei(node.valueWei),
      feeWei: wei(node.feeWei),
      blockNumber: integer(node.blockNumber),
      transactionIndex: integer(node.transactionIndex),
      from: text(node.from!.address),
    }),
    id: 'id',
    orders: {
      NEWEST: { by: ['blockNumber', 'transactionIndex'], isAscending: false },
      OLDEST: { by: ['blockNumber', 'transactionIndex'], isAscending: true },
    },
  },
];

const TIMES = new Set(['timestamp', 'settledAt']);
/** Fields of the twin that are no filters. */
const NO_FILTERS = new Set(['id', 'logIndex', 'transactionIndex']);
const PREFIXED = new Set(['contributions.license', 'models.name']);

interface Question {
  field: string;
  operator: string;
  value: Value | readonly Value[];
}

/** What a question says of a row, as anybody would read it. */
function holds(row: Row, { field, operator, value }: Question): boolean {
  const own = row[field] ?? null;
  if (operator === 'isNull') return (own === null) === value;
  if (own === null) return false;
  if (operator === 'in') return (value as readonly Value[]).includes(own);
  if (operator === 'prefix') return String(own).toLowerCase().startsWith(String(value).toLowerCase());
  const given = value as Exclude<Value, null>;
  switch (operator) {
    case 'eq':
      return own === given;
    case 'gt':
      return own > given;
    case 'gte':
      return own >= given;
    case 'lt':
      return own < given;
    default:
      return own <= given;
  }
}

/** A question about a field, about values that rows have and values near them. */
function arbitraryQuestion(
  { list }: Twin,
  rows: readonly Row[],
  nullable: ReadonlySet<string>,
): fc.Arbitrary<Question> {
  const isKnown = (field: string) => rows.some((row) => row[field] !== null);
  const fields = Object.keys(rows[0]!).filter((field) => !NO_FILTERS.has(field) && isKnown(field));
  return fc.constantFrom(...fields).chain((field) => {
    const known = rows.map((row) => row[field] ?? null).filter((value) => value !== null);
    const sample = known[0]!;
    const isNumber = typeof sample === 'number' || typeof sample === 'bigint';
    const shift = (value: Value, by: number): Value =>
      typeof value === 'number' ? value + by : typeof value === 'bigint' ? value + BigInt(by) : value;
    const one = fc
      .tuple(fc.constantFrom(...known), fc.constantFrom(-1, 0, 0, 1))
      .map(([value, by]) => shift(value, by));
    const comparisons = isNumber ? ['gt', 'gte', 'lt', 'lte'] : [];
    const operators = [
      ...(TIMES.has(field) ? [] : ['eq', ...(typeof sample === 'boolean' ? [] : ['in'])]),
      ...comparisons,
      ...(nullable.has(field) ? ['isNull'] : []),
      ...(PREFIXED.has(`${list}.${field}`) ? ['prefix'] : []),
    ];
    return fc.constantFrom(...operators).chain((operator): fc.Arbitrary<Question> => {
      if (operator === 'isNull') return fc.boolean().map((value) => ({ field, operator, value }));
      if (operator === 'in') return fc.array(one, { maxLength: 4 }).map((value) => ({ field, operator, value }));
      if (operator === 'prefix')
        return fc.tuple(one, fc.nat(4), fc.boolean()).map(([value, length, isLoud]) => {
          const prefix = String(value).slice(0, length);
          return { field, operator, value: isLoud ? prefix.toUpperCase() : prefix };
        });
      return one.map((value) => ({ field, operator, value }));
    });
  });
}

function toVariable(questions: readonly Question[]): Record<string, Record<string, unknown>> {
  const filter: Record<string, Record<string, unknown>> = {};
  const write = (field: string, value: Value): unknown =>
    TIMES.has(field) ? new Date(Number(value)).toISOString() : typeof value === 'bigint' ? value.toString() : value;
  for (const { field, operator, value } of questions)
    (filter[field] ??= {})[operator] = Array.isArray(value)
      ? value.map((each: Value) => write(field, each))
      : write(field, value as Value);
  return filter;
}

describe.each(twins)('the filter of $list', (twin) => {
  const query = `query ($filter: ${twin.node}Filter, $orderBy: ${twin.orders === CHAIN_ORDERS || twin.list === 'transactions' ? 'ChainOrder' : `${twin.node}Order`}, $first: Int, $last: Int, $after: String, $before: String) {
    list: ${twin.list}(filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
      totalCount totalCountIsEstimate nodes { ${twin.select} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const load = async (variables: Record<string, unknown>) => {
    const answer = await api.query(query, variables);
    return { ...answer, codes: answer.errors?.map(({ extensions }) => extensions.code) };
  };
  const loadAll = async (variables: Record<string, unknown>): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let after: unknown = null; ;) {
      const { data, errors, text: shown } = await load({ ...variables, first: 100, after });
      expect(errors, shown).toBeUndefined();
      rows.push(...data.list!.nodes!.map(twin.read));
      if (!data.list!.pageInfo!.hasNextPage) return rows;
      after = data.list!.pageInfo!.endCursor;
    }
  };

  it('says what the same questions say of the rows in memory, in every order, forward and backward', async () => {
    const schema = await api.query(`{ __type(name: "${twin.node}Filter") { inputFields { name type { name } } } }`);
    const inputs = (schema.data.__type!.inputFields as unknown as { name: string; type: { name: string } }[]) ?? [];
    const nullable = new Set(inputs.filter(({ type }) => type.name.startsWith('Nullable')).map(({ name }) => name));
    const rows = await loadAll({});
    expect(rows.length).toBeGreaterThan(1);
    let answered = 0;
    const one = fc.record({
      questions: fc.array(arbitraryQuestion(twin, rows, nullable), { maxLength: 3 }),
      order: fc.constantFrom(...Object.keys(twin.orders)),
      size: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(one, async ({ questions, order, size }) => {
        // A later question about a field by the same operator takes the place of an earlier one.
        const asked = [
          ...new Map(questions.map((question) => [`${question.field} ${question.operator}`, question])).values(),
        ];
        const { by, isAscending } = twin.orders[order]!;
        const compare = (left: Row, right: Row) => {
          const field = by.find((name) => left[name] !== right[name]);
          const sign = field === undefined ? 0 : left[field]! < right[field]! ? -1 : 1;
          return isAscending ? sign : -sign;
        };
        const expected = rows.filter((row) => asked.every((question) => holds(row, question))).sort(compare);
        const filter = toVariable(asked);
        const forward = await load({ filter, orderBy: order, first: size });
        if (forward.codes !== undefined) {
          expect(forward.codes, forward.text).toEqual(['BAD_FILTER']);
          expect(forward.text).toMatch(/has no index/);
          return;
        }
        answered++;
        const ids = (answer: typeof forward) => answer.data.list!.nodes!.map((node) => twin.read(node)[twin.id]);
        const all = expected.map((row) => row[twin.id]);
        expect(ids(forward), JSON.stringify({ filter, order })).toEqual(all.slice(0, size));
        expect(forward.data.list).toMatchObject({ totalCount: all.length, totalCountIsEstimate: false });
        expect(forward.data.list!.pageInfo!.hasNextPage).toBe(all.length > size);
        const backward = await load({ filter, orderBy: order, last: size });
        expect(ids(backward)).toEqual(all.slice(-size));
        if (all.length > size) {
          const after = forward.data.list!.pageInfo!.endCursor;
          expect(ids(await load({ filter, orderBy: order, first: size, after }))).toEqual(all.slice(size, 2 * size));
          const before = backward.data.list!.pageInfo!.startCursor;
          expect(ids(await load({ filter, orderBy: order, last: size, before }))).toEqual(
            all.slice(0, -size).slice(-size),
          );
        }
      }),
      { numRuns: 60 },
    );
    expect(answered).toBeGreaterThan(20);
  });
});
