import { readFile } from 'node:fs/promises';
import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql/index.js';
import { expect, it } from 'vitest';
import { buildApiSchema } from '../src/buildApiSchema.js';
import { printApiSchema } from '../src/printApiSchema.js';

it('is the committed schema; run `npm run codegen -w api` if not', async () => {
  const committed = await readFile(new URL('../schema.generated.graphql', import.meta.url), 'utf8');
  expect(await printApiSchema()).toBe(committed);
});

it('describes every type, field, argument and enum value, amounts with their unit', async () => {
  const missing: string[] = [];
  for (const type of Object.values((await buildApiSchema()).getTypeMap())) {
    if (
      type.name.startsWith('__') ||
      ['Query', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)
    )
      continue;
    if (!type.description) missing.push(type.name);
    if (isEnumType(type))
      for (const value of type.getValues()) if (!value.description) missing.push(`${type.name}.${value.name}`);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        if (!field.description || (field.name.endsWith('Wei') && !/wei/i.test(field.description)))
          missing.push(`${type.name}.${field.name}`);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const place = `${type.name}.${field.name}`;
      if (!field.description) missing.push(place);
      if (field.name.endsWith('Wei') && !/wei/i.test(field.description ?? '')) missing.push(`${place}: wei`);
      if (field.name.includes('Ms') && !/milliseconds/.test(field.description ?? ''))
        missing.push(`${place}: milliseconds`);
      if (field.name.endsWith('Wei') && getNamedType(field.type).name !== 'BigInt') missing.push(`${place}: BigInt`);
      for (const arg of field.args) if (!arg.description) missing.push(`${place}(${arg.name})`);
    }
  }
  expect(missing).toEqual([]);
});
