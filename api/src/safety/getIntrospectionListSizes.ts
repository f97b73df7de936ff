import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql/index.js';

/** How long the lists of introspection are in this schema, on average: `__Schema.types` → 240, `__Field.args` → 2.3 … */
export function getIntrospectionListSizes(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const argCount = fields.reduce((sum, { args }) => sum + args.length, 0);
  const valueCount = types.reduce((sum, type) => sum + (isEnumType(type) ? type.getValues().length : 0), 0);
  const inputFieldCount = types.reduce(
    (sum, type) => sum + (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0),
    0,
  );
  const interfaceCount = types.reduce(
    (sum, type) => sum + (isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().length : 0),
    0,
  );
  const perType = (count: number) => count / types.length;
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', perType(fields.length)],
    ['__Type.enumValues', perType(valueCount)],
    ['__Type.inputFields', perType(inputFieldCount)],
    ['__Type.interfaces', perType(interfaceCount)],
    ['__Type.possibleTypes', perType(interfaceCount)],
    ['__Field.args', argCount / Math.max(fields.length, 1)],
    ['__Directive.args', 1],
  ]);
}
