import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { ChangeKind } from './ChangeKind.js';
import type { Change } from './Feed.js';

/** The GraphQL type `<name>Change`: one event of a list that is followed. */
export function createChangeType(name: string, what: string, nodeType: () => ClassType): ClassType<Change<object>> {
  @ObjectType(`${name}Change`, { description: `What happened to ${what}.`, simpleResolvers: true })
  class ChangeType implements Change<object> {
    @Field(() => ChangeKind, { description: 'What happened.' })
    kind!: ChangeKind;

    @Field(nodeType, { nullable: true, description: 'The entry as it is now; null when RETRACTED.' })
    node!: object | null;

    @Field(() => Int, {
      description: 'Height that the entry stands at; when RETRACTED, the newest block that stays, -1 for none.',
    })
    blockNumber!: number;

    @Field(() => Int, {
      nullable: true,
      description:
        'Only when RETRACTED: entries whose blockNumber is this or above are gone. What of them the chain took up again is told after this.',
    })
    retractedFromBlock!: number | null;

    @Field(() => String, { description: 'Opaque place after this event, for `after`.' })
    cursor!: string;
  }
  return ChangeType;
}
