import { type HostileRequest, postJson, postQuery, postText } from './HostileRequest.ts';

const QUERY = 'query Q($n: Int) { inferences(first: $n) { nodes { inferenceId ... on Inference { feeWei } } } }';
const BODY = JSON.stringify({ query: QUERY, variables: { n: 3 }, operationName: 'Q' });
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-7',
  'application/json; charset=\u0022',
  'application/graphql',
  'application/octet-stream',
  'image/png',
  'application/JSON;;;',
];

/** What is no request at all: cut, garbled, of another type, or with another protocol's words. */
export function buildMalformed(): HostileRequest[] {
  return [
    ...buildCut(),
    ...buildGarbled(),
    ...buildTyped(),
    ...buildFragments(),
    ...buildIntrospection(),
    ...buildVariables(),
    ...buildHttp(),
  ];
}

function buildCut(): HostileRequest[] {
  const everyFourth = (length: number) => Array.from({ length: Math.floor(length / 4) }, (_, index) => index * 4);
  return [
    ...everyFourth(BODY.length).map((end) => postText('cut', `JSON after ${end} bytes`, BODY.slice(0, end))),
    ...everyFourth(QUERY.length).map((end) => postQuery('cut', `query after ${end} characters`, QUERY.slice(0, end))),
  ];
}

/** Bytes changed by a small generator, the same ones every time. */
function buildGarbled(): HostileRequest[] {
  let state = 12_345;
  const draw = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const signs = '{}[]()"\\:$@!.#,\u0000\u202e1a';
  return Array.from({ length: 120 }, (_, index) => {
    const text = [...QUERY];
    for (let change = 0; change <= index % 5; change++) text[draw(text.length)] = signs[draw(signs.length)]!;
    return index % 2 === 0
      ? postQuery('garbled', `query ${index}`, text.join(''))
      : postText('garbled', `body ${index}`, BODY.replace(JSON.stringify(QUERY).slice(1, -1), text.join('')));
  });
}

function buildTyped(): HostileRequest[] {
  const values = [
    null,
    true,
    0,
    'text',
    [],
    {},
    { query: null },
    { query: 1 },
    { query: {} },
    { query: '' },
    { query: ' ' },
  ];
  const requests = [
    { query: QUERY, variables: [] },
    { query: QUERY, variables: 'x' },
    { query: QUERY, variables: { n: { toString: 1 } } },
    { query: QUERY, operationName: 5 },
    { query: QUERY, operationName: 'Nothing' },
    { query: QUERY, extensions: 'x' },
    { query: QUERY, extensions: { persistedQuery: 'x' } },
    { extensions: { persistedQuery: { version: 1, sha256Hash: 'x'.repeat(60_000) } } },
    { extensions: { persistedQuery: { version: 1, sha256Hash: { a: 1 } } } },
    { extensions: { persistedQuery: { version: 2, sha256Hash: 'ab' } } },
    { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } },
    { query: 'mutation { deleteAll }' },
    { query: 'mutation { __typename }' },
    { query: 'type A { a: Int }' },
    { query: 'extend type Query { a: Int }' },
    { query: '# nothing' },
  ];
  return [
    ...values.map((value) => postJson('typed', `body ${JSON.stringify(value)}`, value)),
    ...requests.map((value) => postJson('typed', JSON.stringify(value).slice(0, 60), value)),
    ...TYPES.map((type) => postText('typed', `type ${type}`, BODY, { 'content-type': type })),
    ...['gzip', 'br', 'deflate', 'zip', 'gzip, gzip'].map((encoding) =>
      postText('typed', `encoding ${encoding}`, BODY, {
        'content-type': 'application/json',
        'content-encoding': encoding,
      }),
    ),
    postText(
      'typed',
      'a proto key',
      `{"query":"{ __typename }","__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}`,
    ),
    postText('typed', 'proto in variables', `{"query":"{ __typename }","variables":{"__proto__":{"n":1}}}`),
    postText('typed', 'twice the same key', `{"query":"{ __typename }","query":"{ network { name } }"}`),
    postText('typed', 'byte order mark', `\ufeff${BODY}`),
  ];
}

function buildFragments(): HostileRequest[] {
  const chain = (length: number, spreads: number) =>
    Array.from(
      { length },
      (_, k) =>
        `fragment F${k} on Model { ${Array.from({ length: spreads }, (__, s) => `x${s}: baseModel { ...F${k + 1} }`).join(' ')} }`,
    ).join(' ');
  const flat = (length: number) =>
    Array.from({ length }, (_, k) => `fragment F${k} on Model { ...F${k + 1} ...F${k + 1} }`).join(' ');
  return [
    postQuery('fragments', 'spreads itself', '{ ...A } fragment A on Query { ...A }'),
    postQuery(
      'fragments',
      'circle of three',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
    ),
    postQuery(
      'fragments',
      'circle through fields',
      '{ model(modelId: "1") { ...A } } fragment A on Model { baseModel { ...A } }',
    ),
    postQuery('fragments', 'of no type', '{ ...A } fragment A on Nothing { id }'),
    postQuery('fragments', 'on a scalar', '{ ...A } fragment A on String { id }'),
    postQuery('fragments', 'that is nowhere', '{ ...A }'),
    postQuery('fragments', 'twice', '{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }'),
    ...[10, 20, 60, 110].map((length) =>
      postQuery(
        'fragments',
        `each spreads the next twice, ${length} deep`,
        `{ model(modelId: "1") { ...F0 } } ${flat(length)} fragment F${length} on Model { name }`,
      ),
    ),
    ...[4, 8, 16, 40].flatMap((length) =>
      [2, 5].map((spreads) =>
        postQuery(
          'fragments',
          `${spreads} aliases, ${length} deep`,
          `{ model(modelId: "1") { ...F0 } } ${chain(length, spreads)} fragment F${length} on Model { name }`,
        ),
      ),
    ),
    postQuery(
      'fragments',
      '300 that nobody uses',
      `{ __typename } ${Array.from({ length: 300 }, (_, k) => `fragment F${k} on Model { name }`).join(' ')}`,
    ),
  ];
}

function buildIntrospection(): HostileRequest[] {
  const ofType = (depth: number) => `${'ofType { '.repeat(depth)}name${' }'.repeat(depth)}`;
  const fields = (depth: number) => `${'fields { type { '.repeat(depth)}name${' } }'.repeat(depth)}`;
  return [
    ...[5, 20, 100, 700].map((depth) =>
      postQuery('introspection', `ofType × ${depth}`, `{ __schema { types { ${ofType(depth)} } } }`),
    ),
    ...[1, 2, 3, 5, 20].map((depth) =>
      postQuery('introspection', `fields × ${depth}`, `{ __schema { types { ${fields(depth)} } } }`),
    ),
    ...[2, 40].map((count) =>
      postQuery(
        'introspection',
        `types × ${count}`,
        `{ __schema { ${Array.from({ length: count }, (_, k) => `t${k}: types { fields { args { type { name } } } }`).join(' ')} } }`,
      ),
    ),
    ...[2, 200].map((count) =>
      postQuery(
        'introspection',
        `__type × ${count}`,
        `{ ${Array.from({ length: count }, (_, k) => `t${k}: __type(name: "Query") { fields { type { fields { name } } } }`).join(' ')} }`,
      ),
    ),
    postQuery(
      'introspection',
      'merged 400 times',
      `{ __schema { types { ${'fields { name args { name } } '.repeat(300)} } } }`,
    ),
    postQuery(
      'introspection',
      'of a type with a strange name',
      `{ __type(name: "__proto__") { name } a: __type(name: "${'x'.repeat(9_999)}") { name } }`,
    ),
  ];
}

function buildVariables(): HostileRequest[] {
  const list = 'query($v: [Verdict!]) { inferences(verdicts: $v) { nodes { id } } }';
  const nested = (depth: number): string =>
    `{"query":"query($v: Int) { inferences(first: $v) { totalCount } }","variables":{"v":${'['.repeat(depth)}1${']'.repeat(depth)}}}`;
  return [
    postQuery('variables', '3,000 verdicts', list, { v: Array.from({ length: 3_000 }, () => 'MATCHED') }),
    postQuery('variables', '3,000 that are none', list, { v: Array.from({ length: 3_000 }, (_, k) => `X${k}`) }),
    postQuery(
      'variables',
      '4,000 nobody declared',
      '{ __typename }',
      Object.fromEntries(Array.from({ length: 4_000 }, (_, k) => [`v${k}`, k])),
    ),
    ...[10, 1_000, 30_000].map((depth) => postText('variables', `arrays ${depth} deep`, nested(depth))),
    ...[1e308, -1, 0.5, '5', true, {}, [], '\u0000'].map((n) =>
      postQuery('variables', `n = ${JSON.stringify(n)}`, QUERY, { n }),
    ),
    postQuery('variables', 'of a type that is none', 'query($v: Nothing) { inferences(first: $v) { totalCount } }', {
      v: 1,
    }),
    postQuery('variables', 'of an output type', 'query($v: Inference) { __typename }', { v: {} }),
    postQuery('variables', 'lists in lists', `query($v: ${'['.repeat(1_000)}Int${']'.repeat(1_000)}) { __typename }`, {
      v: 1,
    }),
  ];
}

function buildHttp(): HostileRequest[] {
  const get = (name: string, path: string, headers: Record<string, string> = {}): HostileRequest => ({
    kind: 'http',
    name,
    method: 'GET',
    path,
    headers,
    body: null,
  });
  const preflight = { 'apollo-require-preflight': '1' };
  const query = encodeURIComponent('{ network { name } }');
  return [
    ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'].map((method): HostileRequest => ({
      kind: 'http',
      name: method,
      method,
      path: '/graphql',
      headers: {},
      body: null,
    })),
    ...['__proto__', 'constructor', 'toString'].map((origin) =>
      get(`origin ${origin}`, `/graphql?query=${query}`, { ...preflight, origin }),
    ),
    get('a simple request of another site', `/graphql?query=${query}`),
    get('query twice', `/graphql?query=${query}&query=${query}`, preflight),
    get('query as an object', '/graphql?query[a][b]=1', preflight),
    get('variables that are no JSON', `/graphql?query=${query}&variables=%7B`, preflight),
    get('variables that are an array', `/graphql?query=${query}&variables=%5B%5D`, preflight),
    get('mutation by GET', `/graphql?query=${encodeURIComponent('mutation { x }')}`, preflight),
    get('percent that is none', '/graphql?query=%', preflight),
    get('overlong UTF-8', '/graphql?query=%c0%80', preflight),
    get('path that climbs', '/graphql/../../../etc/passwd'),
    get('path with NUL', '/graphql%00'),
    get('path of 8 kB', `/${'a'.repeat(8_000)}`),
    get('query string of 12 kB', `/graphql?${'a=1&'.repeat(3_000)}`, preflight),
    get('1,000 parameters deep', `/graphql?query=${query}&a${'[a]'.repeat(1_000)}=1`, preflight),
    get('accept of 8 kB', '/graphql', { accept: 'text/html;q=0.1,'.repeat(500) }),
    get('accept nothing', `/graphql?query=${query}`, { ...preflight, accept: 'image/png' }),
    get('ranges', '/graphql', { accept: 'text/html', range: `bytes=${'0-1,'.repeat(500)}0-1` }),
    get('200 forwarded addresses', `/graphql?query=${query}`, {
      ...preflight,
      'x-forwarded-for': '1.2.3.4, '.repeat(200) + 'x',
    }),
    get('a forwarded host', `/graphql?query=${query}`, {
      ...preflight,
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
    }),
  ];
}
