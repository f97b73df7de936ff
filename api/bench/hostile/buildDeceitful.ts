import { type HostileRequest, postQuery } from './HostileRequest.ts';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Arguments that take text, and a query with it in their place. */
const TEXT_ARGUMENTS: readonly (readonly [name: string, query: string])[] = [
  ['inferenceId', 'query($t: String!) { inference(inferenceId: $t) { inferenceId } }'],
  ['modelId', 'query($t: String!) { model(modelId: $t) { name } }'],
  ['datanetId', 'query($t: String!) { datanet(datanetId: $t) { name } }'],
  ['contributionId', 'query($t: String!) { contribution(contributionId: $t) { license } }'],
  ['runId', 'query($t: String!) { trainingRun(runId: $t) { id } }'],
  ['address', 'query($t: String!) { account(address: $t) { earnedWei } }'],
  ['node', 'query($t: ID!) { node(id: $t) { id } }'],
  ['search', 'query($t: String!) { search(text: $t) { matched } }'],
  ['name', 'query($t: String!) { datanets(name: $t) { totalCount nodes { name } } }'],
  ['license', 'query($t: String!) { contributions(license: $t) { totalCount nodes { id } } }'],
];
const ROOT_LISTS = [
  'datanets',
  'contributions',
  'models',
  'trainingRuns',
  'inferences',
  'payouts',
  'reconciliations',
  'blocks',
];

const SQL_TEXTS = [
  `' OR '1'='1`,
  `'; DROP TABLE payout; --`,
  `1; DELETE FROM payout WHERE true; --`,
  `' UNION SELECT rolname, rolpassword FROM pg_authid --`,
  `1 OR pg_sleep(5) IS NULL`,
  `'||pg_sleep(5)||'`,
  `$$; SELECT pg_sleep(5); $$`,
  `1) OR (SELECT count(*) FROM generate_series(1,1e9)) > 0 --`,
  `\\'; SELECT lo_import('/etc/passwd'); --`,
  `'/**/OR/**/1=1#`,
  `{"$gt": ""}`,
  `1"; COPY payout TO PROGRAM 'id'; --`,
];
const STRANGE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e1\u202c',
  '\ufeff1',
  '１',
  '١',
  '1\u0301',
  'раylоad',
  '0x' + 'g'.repeat(40),
  '0X' + 'A'.repeat(40),
  '-1',
  '1e5',
  '0x1',
  'NaN',
  '1'.repeat(200),
  '9'.repeat(30_000),
  '../../etc/passwd',
  '%00',
  '%n%n%n%s',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  '👩‍👩‍👧'.repeat(40),
  'ß'.repeat(255),
  'İ'.repeat(256),
];
const SEARCH_TEXTS = [
  '%',
  '_',
  '%'.repeat(256),
  '_%'.repeat(128),
  '\\',
  '\\'.repeat(255),
  '\\%',
  '(a+)+$',
  '(((((((((((a*)*)*)*)*)*)*)*)*)*)*b',
  '^(?:(a|a?)+)+$',
  '.*.*.*.*.*.*.*=',
  '[[:alpha:]]{1,32767}',
  '***=x',
  '(?!)',
  'a & | ! b',
  "':*",
  '<->',
  'a'.repeat(257),
  'a '.repeat(128),
  '0x',
  '0x' + 'f'.repeat(64),
  'bafkrei' + 'a'.repeat(52),
  'Qm' + '1'.repeat(44),
  'ａｄａｐｔｅｒ',
  'аdapter',
  '\u202eretpada',
];

const FORGED_CURSORS: readonly string[] = [
  '',
  'x',
  '====',
  '%00',
  '\u0000',
  'null',
  encode(null),
  encode([]),
  encode({}),
  encode([1]),
  encode([1, 'inferences']),
  encode([1, 'payouts', 1, 1]),
  encode([1, 'inferences', 1, 1]),
  encode([1, 'inferences', '1', '1']),
  encode([1, 'inferences', 1.5, 1]),
  encode([1, 'inferences', 1e308, 1]),
  encode([1, 'inferences', -1, -1]),
  encode([1, 'inferences', null, null]),
  encode([1, 'inferences', { a: 1 }, [1]]),
  encode([1, 'inferences', 2 ** 31, 0]),
  encode([99, 'inferences', 1, 1]),
  encode([1, 'inferences', 1, 1, 1, 1, 1, 1]),
  encode([1, '__proto__', 1, 1]),
  encode(`[1,"inferences",${'9'.repeat(5_000)},1]`),
  encode(`[1,"inferences",1,1`),
  encode('['.repeat(20_000)),
  encode([1, "inferences'; DROP TABLE payout; --", 1, 1]),
  encode([1, 'inferences', "1'; DROP TABLE payout; --", 1]),
  encode('\u0000'.repeat(100)),
  'é'.repeat(1_000),
];
const PAGES = [
  'first: 0',
  'first: -1',
  'first: 101',
  'first: 2147483647',
  'first: 2147483648',
  'first: 1.5',
  'first: "1"',
  'first: 1, last: 1',
  'last: 0',
  'last: -2147483648',
  'last: 1000000',
  'first: null, last: null',
  'first: 5, after: null, before: null',
];
const NODE_IDS = [
  'Inference:1',
  'Inference:',
  'Nothing:1',
  ':1',
  ':',
  '',
  'Inference:\u0000',
  "Inference:1' OR '1'='1",
  'Block:' + '9'.repeat(400),
  'Block:-1',
  'Transaction:0x',
  '__proto__:x',
  'constructor:x',
  'Payout:' + 'x'.repeat(20_000),
];

/** Arguments that are not what they say: SQL, patterns, NUL, look-alikes, forged cursors and ids, impossible pages. */
export function buildDeceitful(): HostileRequest[] {
  return [
    ...TEXT_ARGUMENTS.flatMap(([name, query]) => [
      ...SQL_TEXTS.map((text) => postQuery('injected', `${name} = ${text}`, query, { t: text })),
      ...STRANGE_TEXTS.map((text) =>
        postQuery('text', `${name} = ${JSON.stringify(text.slice(0, 24))}`, query, { t: text }),
      ),
    ]),
    ...SEARCH_TEXTS.map((text) => postQuery('search', text.slice(0, 24), TEXT_ARGUMENTS[7]![1], { t: text })),
    ...ROOT_LISTS.flatMap((list) => [
      ...FORGED_CURSORS.map((cursor, index) =>
        postQuery('cursor', `${list}, forgery ${index}`, cursorQuery(list, index % 2 === 0 ? 'after' : 'before'), {
          c: cursor,
        }),
      ),
      ...PAGES.map((page) => postQuery('page', `${list}(${page})`, `{ ${list}(${page}) { nodes { id } } }`)),
    ]),
    ...NODE_IDS.map((id) => postQuery('node', id.slice(0, 24), TEXT_ARGUMENTS[6]![1], { t: encode(id) })),
  ];
}

function cursorQuery(list: string, argument: 'after' | 'before'): string {
  return `query($c: String) { ${list}(${argument}: $c) { nodes { id } pageInfo { endCursor } } }`;
}
