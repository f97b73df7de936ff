import { ObjectType } from 'type-graphql';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `createReferenceResolvers.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An account that let another vote with its gOPEN, or took that back.',
})
export class VoteDelegation extends Node {}

export const VoteDelegationConnection = createConnectionType('VoteDelegation', () => VoteDelegation);
