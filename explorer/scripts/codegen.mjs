/**
 * Turns `src/lib/api/queries/*.graphql` into `src/lib/api/operations.generated.ts`: one typed document per operation,
 * with the fragments it uses appended to its text. The schema is the API's own SDL, so a query that the API cannot
 * answer fails here and not in front of a reader.
 *
 *   node scripts/codegen.mjs [schema.graphql]      writes the file
 *   node scripts/codegen.mjs --check [schema]      exits 1 when the committed file is stale
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  print,
  typeFromAST,
  validate,
  visit,
} from 'graphql';

const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const flags = process.argv.slice(2);
const check = flags.includes('--check');
const schemaPath = flags.find((flag) => !flag.startsWith('--')) ?? local('../../api/schema.generated.graphql');
const queriesDir = local('../src/lib/api/queries/');
const outputPath = local('../src/lib/api/operations.generated.ts');

/** TypeScript of a scalar as it stands in the JSON answer. */
const scalarTypes = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  BigInt: 'string',
  DateTime: 'string',
  JSON: 'unknown',
};

const schema = buildSchema(readFileSync(schemaPath, 'utf8'));
const source = readdirSync(queriesDir)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => readFileSync(queriesDir + name, 'utf8'))
  .join('\n');
const document = parse(source, { noLocation: true });
const problems = validate(schema, document);
if (problems.length > 0) {
  console.error(problems.map((problem) => problem.message).join('\n'));
  console.error(`The queries do not fit ${schemaPath}: change src/lib/api/queries.`);
  process.exit(1);
}

const fragments = new Map();
for (const definition of document.definitions) {
  if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
}
const enums = new Set();

function renderInput(type) {
  if (isNonNullType(type)) return renderInput(type.ofType).replace(/ \| null$/, '');
  if (isListType(type)) return `${wrap(renderInput(type.ofType))}[] | null`;
  return `${renderLeaf(type)} | null`;
}

function renderLeaf(type) {
  if (isScalarType(type)) return scalarTypes[type.name] ?? 'unknown';
  if (isEnumType(type)) {
    enums.add(type.name);
    return type.name;
  }
  throw new Error(`${type.name} is not a leaf type: extend scripts/codegen.mjs to render it.`);
}

const wrap = (text) =>
  text.includes(' ') && !text.startsWith('{') ? `(${text})` : text.includes('} | ') ? `(${text})` : text;

function renderOutput(type, selectionSet, indent) {
  if (isNonNullType(type)) return renderOutput(type.ofType, selectionSet, indent).replace(/ \| null$/, '');
  if (isListType(type)) return `${wrap(renderOutput(type.ofType, selectionSet, indent))}[] | null`;
  if (!selectionSet) return `${renderLeaf(type)} | null`;
  const objectTypes = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return `${objectTypes.map((each) => renderObject(each, selectionSet, indent)).join(' | ')} | null`;
}

/** Fields of `objectType` that a selection picks, fragments flattened; the same key from two places is merged. */
function collectFields(objectType, selectionSet, fields = new Map()) {
  for (const selection of selectionSet.selections) {
    if (selection.kind === 'Field') {
      const key = selection.alias?.value ?? selection.name.value;
      const known = fields.get(key);
      const selections = [...(known?.selectionSet?.selections ?? []), ...(selection.selectionSet?.selections ?? [])];
      fields.set(key, { ...selection, selectionSet: selection.selectionSet && { kind: 'SelectionSet', selections } });
      continue;
    }
    const target = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
    const condition = target.typeCondition?.name.value;
    const applies =
      condition === undefined ||
      condition === objectType.name ||
      (isAbstractType(schema.getType(condition)) && schema.isSubType(schema.getType(condition), objectType));
    if (applies) collectFields(objectType, target.selectionSet, fields);
  }
  return fields;
}

function renderObject(objectType, selectionSet, indent) {
  if (!isObjectType(objectType)) throw new Error(`${objectType} is not an object type: extend scripts/codegen.mjs.`);
  const inner = `${indent}  `;
  const lines = [];
  for (const [key, field] of collectFields(objectType, selectionSet)) {
    const rendered =
      field.name.value === '__typename'
        ? `'${objectType.name}'`
        : renderOutput(objectType.getFields()[field.name.value].type, field.selectionSet, inner);
    lines.push(`${inner}${key}: ${rendered};`);
  }
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** Names of the fragments an operation needs, directly or through other fragments. */
function usedFragments(node, names = new Set()) {
  visit(node, {
    FragmentSpread(spread) {
      if (names.has(spread.name.value)) return;
      names.add(spread.name.value);
      usedFragments(fragments.get(spread.name.value), names);
    },
  });
  return names;
}

const parts = [];
for (const fragment of fragments.values()) {
  const type = schema.getType(fragment.typeCondition.name.value);
  parts.push(
    `export type ${fragment.name.value} = ${renderOutput(type, fragment.selectionSet, '').replace(/ \| null$/, '')};`,
  );
}
for (const operation of document.definitions) {
  if (operation.kind !== 'OperationDefinition') continue;
  const name = operation.name.value;
  const result = renderObject(schema.getQueryType(), operation.selectionSet, '');
  const variables = (operation.variableDefinitions ?? []).map((variable) => {
    const type = typeFromAST(schema, variable.type);
    const optional = isNonNullType(type) ? '' : '?';
    getNamedType(type);
    return `  ${variable.variable.name.value}${optional}: ${renderInput(type)};`;
  });
  const text = [operation, ...[...usedFragments(operation)].sort().map((each) => fragments.get(each))]
    .map((node) => print(node))
    .join('\n');
  parts.push(
    `export type ${name}Result = ${result};`,
    `export type ${name}Variables = ${variables.length > 0 ? `{\n${variables.join('\n')}\n}` : 'Record<string, never>'};`,
    `export const ${name}: Operation<${name}Result, ${name}Variables> = {\n  name: '${name}',\n  text: ${JSON.stringify(text)},\n};`,
  );
}

const enumParts = [...enums].sort().map(
  (name) =>
    `export type ${name} = ${schema
      .getType(name)
      .getValues()
      .map((value) => `'${value.name}'`)
      .join(' | ')};`,
);
const output = `// Generated by scripts/codegen.mjs from src/lib/api/queries and the API's schema. Do not edit.\nimport type { Operation } from './Operation.ts';\n\n${[...enumParts, ...parts].join('\n\n')}\n`;

if (check) {
  if (readFileSync(outputPath, 'utf8') !== output) {
    console.error('src/lib/api/operations.generated.ts is stale: run `npm run codegen -w explorer`.');
    process.exit(1);
  }
} else {
  writeFileSync(outputPath, output);
}
