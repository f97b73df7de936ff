import { Field, ObjectType } from 'type-graphql';
import { AnalyticsGroup } from './enums.js';

/** Things that it names are in `AnalyticsKeyResolver.ts`. */
@ObjectType({ simpleResolvers: true, description: 'The group that a number is about.' })
export class AnalyticsKey {
  @Field(() => AnalyticsGroup, { description: 'What it was divided by.' })
  by!: AnalyticsGroup;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the datanet or model, address, role, verdict or license. Null: rows without one, or, where isOther is true, all groups beyond the limit.',
  })
  value!: string | null;

  @Field(() => Boolean, { description: 'Whether it is all groups beyond the limit together.' })
  isOther!: boolean;
}

/** @param key `null`: the rest; `n`: rows without a value; `v…`: those with that value */
export function toAnalyticsKey(by: AnalyticsGroup, key: string | null): AnalyticsKey {
  return { by, value: key === null || !key.startsWith('v') ? null : key.slice(1), isOther: key === null };
}
