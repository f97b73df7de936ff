import { SEARCH_KINDS } from '@tributary/db';
import { createUnionType, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from './Account.js';
import { Block } from './Block.js';
import { Contribution } from './Contribution.js';
import { Datanet } from './Datanet.js';
import { Inference } from './Inference.js';
import { Model } from './Model.js';
import type { NamedRow } from './Node.js';
import { TrainingRun } from './TrainingRun.js';
import { Transaction } from './Transaction.js';

export const SearchResult = createUnionType({
  name: 'SearchResult',
  description: 'What a search can find.',
  types: () => [Account, Datanet, Contribution, Model, Inference, TrainingRun, Block, Transaction] as const,
  resolveType: (value: unknown) => (value as NamedRow).__typename,
});

export const SearchKindEnum = Object.fromEntries(SEARCH_KINDS.map((kind) => [kind, kind]));

registerEnumType(SearchKindEnum, {
  name: 'SearchKind',
  description: 'Types of what a search can find.',
  valuesConfig: Object.fromEntries(SEARCH_KINDS.map((kind) => [kind, { description: `The type ${kind}.` }])),
});

@ObjectType({ simpleResolvers: true, description: 'One thing that a search found.' })
export class SearchHit {
  @Field(() => SearchResult, { description: 'What was found.' })
  result!: NamedRow;

  @Field(() => String, { description: 'What matched: id, name, digest, address, transaction or hash.' })
  matched!: string;
}
