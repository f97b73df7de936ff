import { Field, ObjectType } from 'type-graphql';
import { Block } from '../types/Block.js';
import { Inference } from '../types/Inference.js';
import { type NamedRow, Node } from '../types/Node.js';
import { Reconciliation } from '../types/Reconciliation.js';
import { ChangeKind } from './ChangeKind.js';
import { createChangeType } from './createChangeType.js';

export const BlockChange = createChangeType('Block', 'the list of blocks', () => Block);
export const InferenceChange = createChangeType('Inference', 'the list of inferences', () => Inference);
export const VerdictChange = createChangeType('Verdict', 'the verdicts', () => Reconciliation);

@ObjectType({ description: 'What happened to one entity.', simpleResolvers: true })
export class EntityChange {
  @Field(() => ChangeKind, {
    description: 'ADDED: it is there; CHANGED: its content is another; RETRACTED: it is gone.',
  })
  kind!: ChangeKind;

  @Field(() => Node, { nullable: true, description: 'The entity as it is now; null when RETRACTED.' })
  node!: NamedRow | null;

  @Field(() => String, { description: 'Opaque place after this event, for `after`.' })
  cursor!: string;
}
