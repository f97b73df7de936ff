import { ObjectType } from 'type-graphql';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `createReferenceResolvers.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Who is paid for the platform and for the stakers; the latest before a settlement is in force for it.',
})
export class ProtocolRecipients extends Node {}

export const ProtocolRecipientsConnection = createConnectionType('ProtocolRecipients', () => ProtocolRecipients);
