/** One question, in the words of both servers. */
export interface QuestionCase {
  name: string;
  ours: string;
  peer: string;
}

/** Inferences that are asked for: `$id` is the decimal id, `$node` our global id. */
export interface SampledInference {
  id: string;
  node: string;
}

/** What both are asked; the peer has no relation from a share to its inference, so it is asked for both in one request. */
export const QUESTIONS: readonly QuestionCase[] = [
  {
    name: 'list of 20 with two relations',
    ours: `{ inferences(first: 20) { nodes { inferenceId feeWei inputTokens outputTokens settledAt
      evidence { blockNumber transactionHash } model { modelId name kind } payer { address } }
      pageInfo { hasNextPage endCursor } } }`,
    peer: `{ allInferences(first: 20, orderBy: [BLOCK_NUMBER_DESC, LOG_INDEX_DESC]) { nodes { rowId feeWei inputTokens
      outputTokens settledAt blockNumber transactionHash modelByModelId { rowId name kind } accountByPayerId { rowId } }
      pageInfo { hasNextPage endCursor } } }`,
  },
  {
    name: 'an inference with its shares and payouts',
    ours: `query ($id: String!) { inference(inferenceId: $id) { inferenceId feeWei settledAt model { modelId name }
      reconciliation { verdict expectedWei paidWei shares { contributionId weight shareBps } }
      payouts(first: 20) { nodes { role amountWei recipient { address } contribution { contributionId license } } } } }`,
    peer: `query ($id: String!) { inferenceByRowId(rowId: $id) { rowId feeWei settledAt modelByModelId { rowId name }
      payoutsByInferenceId(first: 20) { nodes { role amountWei accountByRecipientId { rowId }
        contributionByContributionId { rowId license } } } }
      reconciliationByRowId(rowId: $id) { verdict expectedWei paidWei }
      allContributionShares(condition: { reconciliationId: $id }) { nodes { contributionId weight shareBps } } }`,
  },
  {
    name: 'lineage upstream, depth 3',
    ours: `query ($node: ID!) { lineage(id: $node, direction: UPSTREAM, depth: 3) {
      nodes { id kind depth } edges { from to kind evidence { blockNumber transactionHash } } } }`,
    peer: `query ($id: String!) { inferenceByRowId(rowId: $id) { rowId blockNumber transactionHash
      modelByModelId { rowId blockNumber transactionHash modelByBaseModelId { rowId blockNumber transactionHash }
        trainingRunsByModelId { nodes { rowId blockNumber transactionHash
          trainingRunInputRecordsByTrainingRunId { nodes { datanetVersionByDatanetVersionId { rowId blockNumber
            transactionHash } } } } } }
      attributionIndexByAttributionIndexId { rowId blockNumber transactionHash }
      payoutsByInferenceId { nodes { rowId blockNumber transactionHash
        contributionByContributionId { rowId blockNumber transactionHash datanetByDatanetId { rowId } } } } } }`,
  },
];
