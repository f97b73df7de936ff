/**
 * What a field costs beside the objects it gives, once for each parent: fields that read more than the rows they show.
 * One point is about what one row of a list costs. A field that is not here costs nothing of its own.
 */
export const FIELD_COSTS: Readonly<Record<string, number>> = {
  // As many rows as there are: of a whole network, an account, a model.
  'Query.network': 20,
  'Query.ledgerAsOf': 500,
  'Query.search': 20,
  'Account.expectedWei': 10,
  'Account.owedWei': 10,
  'Model.verdictCounts': 10,
  // A walk through the graph: a statement for each level and kind of edge.
  'Query.lineage': 2_000,
  'Query.paths': 3_000,
  'Query.impact': 3_000,
  // A scan of everything in the range that was asked for.
  'Analytics.timeSeries': 2_000,
  'Analytics.top': 2_000,
  'Analytics.concentration': 2_000,
  'Analytics.mismatchRates': 2_000,
};

/** A list is counted when it is asked how long it is, up to the cap of exact counts. */
export const TOTAL_COUNT_COST = 10;

/** What a page of a list costs before its first row: a statement. */
export const PAGE_COST = 5;

/** How long lists are that nobody asks for by number; 20 where nothing is known. */
export const LIST_SIZES: Readonly<Record<string, number>> = {
  'AnalyticsSeries.points': 1_000,
  'Lineage.cut': 50,
  'LineageNode.moreDownstream': 3,
  'LineageNode.moreUpstream': 3,
  'RewardConcentration.histogram': 80,
};
