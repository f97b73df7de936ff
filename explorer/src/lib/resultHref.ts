import type { SearchResult } from './api/operations.generated.ts';
import { route } from './route.ts';

type Result = SearchResult['search'][number]['result'];

/** Where a search result lives. A training run lives on its model's page. */
export function resultHref(result: Result): string {
  switch (result.__typename) {
    case 'Account':
      return route.account(result.address);
    case 'Datanet':
      return route.datanet(result.datanetId);
    case 'Contribution':
      return route.contribution(result.contributionId);
    case 'Model':
      return route.model(result.modelId);
    case 'Inference':
      return route.inference(result.inferenceId);
    case 'TrainingRun':
      return result.model ? route.trainingRun(result.model.modelId, result.runId) : route.models();
    case 'Block':
      return route.block(result.number);
    case 'Transaction':
      return route.transaction(result.hash);
  }
}
