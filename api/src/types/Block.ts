import { Field, Int, ObjectType } from 'type-graphql';
import { dateTimeScalar } from '../scalars/dateTimeScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `lists/`. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'A block that holds at least one protocol event.' })
export class Block extends Node {
  @Field(() => Int, { description: 'Height.' })
  number!: number;

  @Field(() => String, { description: '0x hex.' })
  hash!: string;

  @Field(() => String, { description: '0x hex.' })
  parentHash!: string;

  @Field(() => dateTimeScalar, { description: 'Time of the block.' })
  timestamp!: Date;
}

export const BlockConnection = createConnectionType('Block', () => Block);
