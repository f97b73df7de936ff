import { loadSearchHits, type SearchKind, SEARCH_KINDS } from '@tributary/db';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { MAX_PAGE_SIZE } from '../buildPageRequest.js';
import { BadPageSizeError, BadSearchError } from '../errors.js';
import type { RequestContext } from '../RequestContext.js';
import { parseSearch } from '../parseSearch.js';
import type { NamedRow } from '../types/Node.js';
import { SearchHit, SearchKindEnum } from '../types/SearchHit.js';
import { NODE_SOURCES } from './NodeResolver.js';

const MAX_SEARCH_LENGTH = 256;
/** Clients that were written before do not know transactions as hits. */
const DEFAULT_KINDS = SEARCH_KINDS.filter((kind) => kind !== 'Transaction');

interface SearchHitValue {
  matched: string;
  result: NamedRow;
}

@Resolver()
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      'Anything by an id ("12", "#12", "inference 12"), an address, a digest (0x hex or CID), a transaction or block hash, or the beginning of a name; the surest first.',
  })
  async search(
    @Arg('text', () => String, { description: 'What was typed; at most 256 characters.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many, 1 to 100.' }) first: number,
    @Arg('kinds', () => [SearchKindEnum], {
      nullable: true,
      description: 'Only things of these kinds; all but transactions when absent.',
    })
    kinds: SearchKind[] | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<SearchHitValue[]> {
    if (text.length > MAX_SEARCH_LENGTH) throw new BadSearchError({ length: text.length, maximum: MAX_SEARCH_LENGTH });
    if (first < 1 || first > MAX_PAGE_SIZE) throw new BadPageSizeError({ first, last: null, maximum: MAX_PAGE_SIZE });
    const hits = await loadSearchHits(loaders.db, parseSearch(text), first, kinds ?? DEFAULT_KINDS);
    const found = await Promise.all(
      hits.map(async ({ kind, id, matched }) => ({ matched, kind, row: await loaders.row(NODE_SOURCES[kind], id) })),
    );
    return found.flatMap(({ matched, kind, row }) => (row === null ? [] : [{ matched, result: nameRow(row, kind) }]));
  }
}

function nameRow(row: object, kind: SearchKind): NamedRow {
  return { ...row, __typename: kind };
}
