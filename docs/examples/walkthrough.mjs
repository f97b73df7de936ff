// A walk through the API, cell by cell: `npm start` in one window, then
//
//   node docs/examples/walkthrough.mjs                             # http://127.0.0.1:4601/graphql
//   node docs/examples/walkthrough.mjs https://example.org/graphql
//
// It needs nothing but Node 20. Editors that know `// %%` cells run it piece by piece.

// %% How to ask
const url = process.argv[2] ?? 'http://127.0.0.1:4601/graphql';

/** Sends one operation. Waits when this minute's points are spent; throws when the API refuses. */
async function ask(query, variables = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('retry-after')) * 1000));
    return ask(query, variables);
  }
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n'));
  return data;
}

/** Every entry of a list, page by page. Cursors stay valid while new rows arrive. */
async function* readAll(query, getConnection, variables = {}, most = 500) {
  let after = null;
  let count = 0;
  do {
    const { nodes, pageInfo } = getConnection(await ask(query, { ...variables, after }));
    for (const node of nodes) if (count++ < most) yield node;
    after = pageInfo.hasNextPage && count < most ? pageInfo.endCursor : null;
  } while (after !== null);
}

/** Wei are strings of whole numbers: BigInt keeps them exact, a float would not. */
const formatOpen = (wei) => {
  const digits = BigInt(wei).toString().padStart(19, '0');
  return `${digits.slice(0, -18)}.${digits.slice(-18, -12)}`;
};

// %% Where the network stands
const { network } = await ask(`{
  network { name nativeSymbol indexedBlockNumber inferenceCount feesWei paidWei verdictCounts { verdict count } }
}`);
console.log(`${network.name}, indexed to block ${network.indexedBlockNumber}: ${network.inferenceCount} inferences`);
console.log(`fees ${formatOpen(network.feesWei)} ${network.nativeSymbol}, paid ${formatOpen(network.paidWei)}`);
console.table(network.verdictCounts);

// %% The newest answers: does what was paid add up to the fee?
const checked = [];
const inferences = readAll(
  `query ($after: String) {
    inferences(first: 50, after: $after) {
      nodes { inferenceId verdict feeWei model { name } payouts(first: 100) { nodes { role amountWei } } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  (data) => data.inferences,
  {},
  200,
);
for await (const { inferenceId, verdict, feeWei, model, payouts } of inferences) {
  const paidWei = payouts.nodes.reduce((sum, { amountWei }) => sum + BigInt(amountWei), 0n);
  checked.push({ inferenceId, model: model?.name, verdict, fee: formatOpen(feeWei), adds: paidWei === BigInt(feeWei) });
}
console.table(checked.slice(0, 10));
console.log(`${checked.filter(({ adds }) => adds).length} of ${checked.length} add up to their fee`);

// %% Who was paid, by role
const weiByRole = new Map();
const payouts = readAll(
  `query ($after: String) {
    payouts(first: 100, after: $after) { nodes { role amountWei } pageInfo { hasNextPage endCursor } }
  }`,
  (data) => data.payouts,
  {},
  1000,
);
for await (const { role, amountWei } of payouts) weiByRole.set(role, (weiByRole.get(role) ?? 0n) + BigInt(amountWei));
console.table([...weiByRole].map(([role, wei]) => ({ role, paid: formatOpen(wei) })));

// %% From an answer back to its data
const newest = checked[0];
if (newest) {
  const { inference } = await ask(
    `query ($id: String!) {
      inference(inferenceId: $id) {
        evidence { blockNumber transactionHash }
        reconciliation {
          reason
          shares(first: 5) { shareBps contribution { contributionId license datanet { name } contributor { address } } }
        }
      }
    }`,
    { id: newest.inferenceId },
  );
  console.log(
    `inference ${newest.inferenceId} of block ${inference.evidence.blockNumber}: ${inference.reconciliation?.reason ?? 'not checked yet'}`,
  );
  console.table(
    (inference.reconciliation?.shares ?? []).map(({ shareBps, contribution }) => ({
      share: `${shareBps / 100} %`,
      datanet: contribution?.datanet?.name,
      license: contribution?.license,
      contributor: contribution?.contributor.address,
    })),
  );
}
