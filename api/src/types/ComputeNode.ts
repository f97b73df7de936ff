import { Field, ObjectType } from 'type-graphql';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ComputeNodeResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A machine of a compute network, in the words of its operator.',
})
export class ComputeNode extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  nodeId!: string;

  @Field(() => String, { description: 'Which network it is of. Written by a stranger.' })
  network!: string;

  @Field(() => String, { description: 'What it computes with. Written by a stranger.' })
  gpu!: string;
}

export const ComputeNodeConnection = createConnectionType('ComputeNode', () => ComputeNode);
