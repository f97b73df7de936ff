import type { EntityManager, EntityMetadata } from 'typeorm';
import type { Entity, EntityClass } from './Batch.js';

type Fields = Record<string, unknown>;

/** A column of a chain table, and how its value moves between an entity and Postgres. */
export interface ColumnShape {
  /** Quoted. */
  name: string;
  /** Element type of the array that carries the column's values in a bulk statement. */
  arrayType: string;
  /** Cast from `arrayType` to the column's type; empty when they are the same. */
  cast: string;
  toSql(entity: Entity): unknown;
  fromSql(row: Fields, entity: Fields): void;
}

export interface TableShape {
  /** Quoted. */
  table: string;
  columns: readonly ColumnShape[];
}

const ARRAY_TYPES = new Map([
  ['numeric', 'numeric'],
  ['int4', 'int4'],
  ['bool', 'bool'],
  ['timestamp with time zone', 'timestamptz'],
]);

const shapes = new WeakMap<EntityMetadata, TableShape>();

/** The table of an entity class. References are held as entities of which only the id is known. */
export function getTableShape(em: EntityManager, type: EntityClass): TableShape {
  const metadata = em.connection.getMetadata(type);
  let shape = shapes.get(metadata);
  if (!shape) {
    const columns = metadata.columns.map((column): ColumnShape => {
      const { databaseName, propertyName, relationMetadata } = column;
      const name = `"${databaseName}"`;
      if (relationMetadata) {
        const Target = relationMetadata.inverseEntityMetadata.target as EntityClass;
        return {
          name,
          arrayType: 'text',
          cast: '',
          toSql: (entity) => ((entity as unknown as Fields)[propertyName] as Entity | null | undefined)?.id ?? null,
          fromSql: (row, entity) => {
            const id = row[databaseName] as string | null;
            entity[propertyName] = id === null ? null : new Target({ id });
          },
        };
      }
      const columnType = String(column.type);
      const transformer = Array.isArray(column.transformer) ? undefined : column.transformer;
      const isJson = columnType === 'jsonb';
      return {
        name,
        arrayType: ARRAY_TYPES.get(columnType) ?? 'text',
        cast: isJson ? '::jsonb' : '',
        toSql: (entity) => {
          const value = (entity as unknown as Fields)[propertyName] ?? null;
          if (value === null) return null;
          if (isJson) return JSON.stringify(value);
          return transformer ? (transformer.to(value) as unknown) : value;
        },
        fromSql: (row, entity) => {
          const value = row[databaseName];
          entity[propertyName] = value !== null && transformer ? (transformer.from(value) as unknown) : value;
        },
      };
    });
    shapes.set(metadata, (shape = { table: `"${metadata.tableName}"`, columns }));
  }
  return shape;
}
