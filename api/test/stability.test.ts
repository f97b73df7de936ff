/** What the API promises: nothing that worked at the last release stops working without a record of why. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql/index.js';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const readSchema = (path: string): GraphQLSchema => buildSchema(readFileSync(`${ROOT}/${path}`, 'utf8'));
const released = readSchema('docs/schema/released.graphql');
const current = readSchema('api/schema.generated.graphql');

/** Lines ``- Breaks the API: `<what graphql-js calls it>` `` of decisions, of any year. */
const recorded = new Set(
  readdirSync(`${ROOT}/docs/decisions`).flatMap((name) =>
    [...readFileSync(`${ROOT}/docs/decisions/${name}`, 'utf8').matchAll(/^- Breaks the API: `(.+)`$/gm)].map(
      ([, change]) => change!,
    ),
  ),
);

function listUnrecorded(old: GraphQLSchema, recent: GraphQLSchema): string[] {
  return findBreakingChanges(old, recent)
    .map(({ description }) => description)
    .filter((description) => !recorded.has(description));
}

/** `… instead; since 2026-11-20, until 2027-05-20`, at least ninety days apart. */
function isDated(reason: string): boolean {
  const [, since, until] = /; since (\d{4}-\d{2}-\d{2}), until (\d{4}-\d{2}-\d{2})$/.exec(reason) ?? [];
  if (since === undefined || until === undefined) return false;
  return Date.parse(until) - Date.parse(since) >= 90 * 24 * 60 * 60 * 1000;
}

function listDeprecations(schema: GraphQLSchema): [place: string, reason: string][] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    const members = isEnumType(type)
      ? type.getValues()
      : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : [];
    return members.flatMap((member) =>
      [member, ...('args' in member ? member.args : [])].flatMap(({ name, deprecationReason }) =>
        deprecationReason == null ? [] : [[`${type.name}.${name}`, deprecationReason] as [string, string]],
      ),
    );
  });
}

it('breaks nothing that was released, unless docs/decisions records it as - Breaks the API: `…`', () => {
  expect(listUnrecorded(released, current)).toEqual([]);
});

it('would see a field, an argument, an enum value or a type that went away, and a type that changed', () => {
  const old = buildSchema(
    'enum V { A B } type Gone { a: Int } type Query { a(x: Int, y: Int): Int, b: Int, v: V, g: Gone, list: [Int] }',
  );
  const recent = buildSchema('enum V { A } type Query { a(x: Int): Int!, v: V, list: Int }');
  expect(listUnrecorded(old, recent).sort()).toEqual([
    'B was removed from enum type V.',
    'Gone was removed.',
    'Query.a arg y was removed.',
    'Query.b was removed.',
    'Query.g was removed.',
    'Query.list changed type from [Int] to Int.',
  ]);
});

it('says of everything deprecated what to use, since when, and until when', () => {
  expect(listDeprecations(current).filter(([, reason]) => !isDated(reason))).toEqual([]);
  const bad = buildSchema(
    'type Query { a: Int @deprecated(reason: "use b; since 2026-11-20, until 2026-11-30") b(x: Int @deprecated): Int }',
  );
  expect(
    listDeprecations(bad)
      .filter(([, reason]) => !isDated(reason))
      .map(([place]) => place),
  ).toEqual(['Query.a', 'Query.x']);
});
