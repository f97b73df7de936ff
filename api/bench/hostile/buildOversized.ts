import { type HostileRequest, postJson, postQuery, postText } from './HostileRequest.ts';

const ROOT_LISTS = ['datanets', 'contributions', 'models', 'trainingRuns', 'inferences', 'payouts', 'reconciliations'];
const NESTING: readonly (readonly [root: string, step: string, leaf: string])[] = [
  ['model(modelId: "2")', 'baseModel', 'name'],
  ['datanet(datanetId: "1")', 'owner { datanets { nodes', 'name'],
  ['inference(inferenceId: "1")', 'model { inferences { nodes', 'inferenceId'],
  ['account(address: "0x0000000000000000000000000000000000000001")', 'models { nodes { owner', 'address'],
];
const CHILD_LISTS: readonly (readonly [root: string, child: string, grandchild: string])[] = [
  ['models', 'inferences', 'payouts'],
  ['models', 'attributionIndexes', 'id'],
  ['datanets', 'contributions', 'payouts'],
  ['contributions', 'payouts', 'id'],
  ['inferences', 'payouts', 'id'],
  ['reconciliations', 'shares', 'id'],
];
const PAGE_SIZES = [20, 50, 100];

/** Asks for more than a response can hold: depth, aliases, pages in pages, fields, tokens, bytes. */
export function buildOversized(): HostileRequest[] {
  return [...buildNested(), ...buildAliased(), ...buildPages(), ...buildRepeated(), ...buildHuge(), ...buildBatches()];
}

function buildNested(): HostileRequest[] {
  const depths = [5, 9, 10, 11, 12, 13, 14, 20, 30, 60, 120, 250, 450];
  return NESTING.flatMap(([root, step, leaf]) =>
    depths.map((depth) => {
      const braces = step.split('{').length;
      const query = `{ ${root} ${`{ ${step} `.repeat(depth)} { ${leaf} } ${'}'.repeat(braces * depth)} }`;
      return postQuery('nested', `${step} × ${depth}`, query);
    }),
  );
}

function buildAliased(): HostileRequest[] {
  const fields = [
    'network { name feesWei verdictCounts { count } }',
    'inferences(first: 100) { totalCount nodes { inferenceId } }',
    'search(text: "a") { matched }',
    '__schema { types { name } }',
    '__typename',
    'node(id: "x") { id }',
  ];
  return fields.flatMap((field) =>
    [49, 51, 100, 250, 600].map((count) => {
      const aliases = Array.from({ length: count }, (_, index) => `a${index}: ${field}`);
      return postQuery('aliased', `${field.slice(0, 24)} × ${count}`, `{ ${aliases.join(' ')} }`);
    }),
  );
}

function buildPages(): HostileRequest[] {
  return CHILD_LISTS.flatMap(([root, child, grandchild]) =>
    PAGE_SIZES.flatMap((size) => {
      const inner = grandchild === 'id' ? 'id' : `${grandchild}(first: ${size}) { totalCount nodes { id } }`;
      const literal = `{ ${root}(first: ${size}) { totalCount nodes { ${child}(first: ${size}) { totalCount nodes { ${inner} } } } } }`;
      const byVariable = `query ($n: Int = 100) { ${literal.slice(1).replaceAll(`first: ${size}`, 'first: $n')}`;
      return [
        postQuery('pages', `${root} ${child} ${grandchild} × ${size}`, literal),
        postQuery('pages', `${root} ${child} ${grandchild} by variable ${size}`, byVariable, { n: size }),
        postQuery('pages', `${root} ${child} ${grandchild} by default, last`, byVariable.replaceAll('first:', 'last:')),
      ];
    }),
  );
}

function buildRepeated(): HostileRequest[] {
  const made: HostileRequest[] = [];
  for (const count of [200, 700, 1_400, 2_900]) {
    made.push(
      postQuery('repeated', `one field × ${count}`, `{ ${'__typename '.repeat(count)} }`),
      postQuery(
        'repeated',
        `one name in a list × ${count}`,
        `{ inferences(first: 100) { nodes { ${'id '.repeat(count)} } } }`,
      ),
      postQuery('repeated', `objects that must be merged × ${count}`, `{ ${'network { name } '.repeat(count / 4)} }`),
      postQuery('repeated', `inline fragments × ${count}`, `{ ${'... { __typename } '.repeat(count / 5)} }`),
      postQuery(
        'repeated',
        `conflicting names × ${count}`,
        `{ ${Array.from({ length: count / 5 }, (_, k) => `x: model(modelId: "${k}") { id }`).join(' ')} }`,
      ),
    );
  }
  for (const count of [10, 500, 2_000, 10_000]) {
    made.push(
      postQuery('directives', `@include × ${count}`, `{ network { name ${'@include(if: true) '.repeat(count)} } }`),
      postQuery('directives', `@unknown × ${count}`, `{ network { name ${'@x '.repeat(count)} } }`),
      postQuery('directives', `on the operation × ${count}`, `query ${'@a '.repeat(count)} { network { name } }`),
      postQuery(
        'directives',
        `@skip(if: $v) × ${count}`,
        `query($v: Boolean = true) { network { name ${'@skip(if: $v) '.repeat(count)} } }`,
      ),
    );
  }
  return made;
}

function buildHuge(): HostileRequest[] {
  const long = 'x'.repeat(60_000);
  const mega = 'x'.repeat(1_048_576);
  const names = Array.from({ length: 700 }, (_, k) => `$v${k}: Int`).join(', ');
  return [
    postQuery('huge', 'field name of 60 kB', `{ ${long} }`),
    postQuery('huge', 'alias of 60 kB', `{ ${long}: network { name } }`),
    postQuery('huge', 'operation name of 60 kB', `query ${long} { network { name } }`),
    postQuery('huge', 'comment of 60 kB', `{ network { name } } # ${long}`),
    postQuery('huge', 'spaces', `{${' '.repeat(60_000)}network { name } }`),
    postQuery('huge', 'commas', `{${','.repeat(60_000)}network { name } }`),
    postQuery('huge', '60,000 braces', '{'.repeat(60_000)),
    postQuery('huge', '60,000 brackets', `{ inferences(verdicts: ${'['.repeat(60_000)}`),
    postQuery('huge', '60,000 quotes', `{ search(text: ${'"'.repeat(60_000)}) { matched } }`),
    postQuery('huge', 'block string that never ends', `{ search(text: """${long}`),
    postQuery('huge', 'number of 60,000 digits', `{ inferences(first: ${'9'.repeat(60_000)}) { totalCount } }`),
    postQuery('huge', 'exponent', '{ inferences(first: 1e999999999) { totalCount } }'),
    postQuery('huge', '700 variables, none used', `query(${names}) { network { name } }`),
    postQuery('huge', 'search of 60 kB', '{ search(text: "' + long + '") { matched } }'),
    postQuery('huge', 'id of 60 kB', '{ inference(inferenceId: "' + long + '") { id } }'),
    postQuery('huge', 'id of 60,000 digits', '{ inference(inferenceId: "' + '7'.repeat(60_000) + '") { id } }'),
    postQuery('huge', 'cursor of 60 kB', '{ inferences(after: "' + long + '") { totalCount } }'),
    postQuery('huge', '700 kinds of error', `{ ${Array.from({ length: 700 }, (_, k) => `nothing${k}`).join(' ')} }`),
    postQuery(
      'huge',
      '700 names close to real ones',
      `{ ${Array.from({ length: 700 }, (_, k) => `inferenc${k}s`).join(' ')} }`,
    ),
    postQuery('huge', 'id of 1 MB', `{ inference(inferenceId: "${mega}") { id } }`),
    postQuery('huge', 'variable of 1 MB', 'query($id: String!) { inference(inferenceId: $id) { id } }', { id: mega }),
    postText('huge', '1 MB of spaces', ' '.repeat(1_048_576)),
    postText('huge', '5 MB of brackets', '['.repeat(5_000_000)),
  ];
}

function buildBatches(): HostileRequest[] {
  const one = { query: '{ network { name } }' };
  const deep = (depth: number) => `${'['.repeat(depth)}${JSON.stringify(one)}${']'.repeat(depth)}`;
  return [
    ...[0, 1, 2, 10, 100, 1_000, 1_500].map((count) =>
      postJson(
        'batched',
        `${count} operations`,
        Array.from({ length: count }, () => one),
      ),
    ),
    ...[2, 10, 1_000, 30_000].map((depth) => postText('batched', `arrays ${depth} deep`, deep(depth))),
    postJson('batched', 'nulls', [null, null]),
    postJson('batched', 'in an object', { 0: one, 1: one, length: 2 }),
    postJson('batched', 'query is an array', { query: [one.query, one.query] }),
    postQuery(
      'batched',
      '200 operations in one document',
      Array.from({ length: 200 }, (_, k) => `query Q${k} { network { name } }`).join(' '),
    ),
    postJson('batched', '200 operations, one of them chosen', {
      query: Array.from({ length: 200 }, (_, k) => `query Q${k} { network { name } }`).join(' '),
      operationName: 'Q199',
    }),
    ...ROOT_LISTS.map((list) => postJson('batched', `array of ${list}`, [{ query: `{ ${list} { totalCount } }` }])),
  ];
}
