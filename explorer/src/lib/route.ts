import { resolve } from '$app/paths';
import type { Verdict } from './api/operations.generated.ts';

/** Every address of the explorer. Ids come from the chain's integers; they are encoded all the same. */
export const route = {
  home: () => resolve('/'),
  datanets: () => resolve('/datanets'),
  datanet: (datanetId: string) => resolve('/datanets/[datanetId]', { datanetId: encodeURIComponent(datanetId) }),
  contribution: (contributionId: string) =>
    resolve('/contributions/[contributionId]', { contributionId: encodeURIComponent(contributionId) }),
  /** One row of a contribution, counted from 0. */
  contributionRow: (contributionId: string, line: number) => `${route.contribution(contributionId)}?row=${line}`,
  models: () => resolve('/models'),
  model: (modelId: string) => resolve('/models/[modelId]', { modelId: encodeURIComponent(modelId) }),
  trainingRun: (modelId: string, runId: string) => `${route.model(modelId)}#run-${encodeURIComponent(runId)}`,
  inferences: (verdicts: readonly Verdict[] = []) =>
    resolve('/inferences') + (verdicts.length > 0 ? `?verdict=${verdicts.join(',')}` : ''),
  inference: (inferenceId: string) =>
    resolve('/inferences/[inferenceId]', { inferenceId: encodeURIComponent(inferenceId) }),
  account: (address: string) => resolve('/accounts/[address]', { address: encodeURIComponent(address) }),
  transaction: (hash: string) => resolve('/transactions/[hash]', { hash: encodeURIComponent(hash) }),
  governance: () => resolve('/governance'),
  proposal: (proposalId: string) => resolve('/governance/[proposalId]', { proposalId: encodeURIComponent(proposalId) }),
  block: (number: number) => resolve('/blocks/[number]', { number: String(number) }),
  search: (text = '') => resolve('/search') + (text ? `?q=${encodeURIComponent(text)}` : ''),
  about: () => resolve('/about'),
  live: () => resolve('/live'),
};
