import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { GovernorSettingName } from './networkEnums.js';
import { Node } from './Node.js';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A setting of the governor or of its timelock; the latest before something is in force for it.',
})
export class GovernorSetting extends Node {
  @Field(() => GovernorSettingName, { description: 'Which one; its name ends with its unit.' })
  name!: GovernorSettingName;

  @Field(() => bigIntScalar, { nullable: true, description: 'Before; null for TIMELOCK.' })
  oldValue!: bigint | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'From here on; null for TIMELOCK.' })
  newValue!: bigint | null;

  @Field(() => String, { nullable: true, description: 'For TIMELOCK only, lower case.' })
  newAddress!: string | null;

  @Field(() => bigIntScalar, { description: 'Unix seconds of its block.' })
  timestampSeconds!: bigint;
}

export const GovernorSettingConnection = createConnectionType('GovernorSetting', () => GovernorSetting);
