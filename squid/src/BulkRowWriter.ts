import type { EntityManager } from 'typeorm';
import type { Entity, EntityClass } from './Batch.js';
import { buildArrayText } from './buildArrayText.js';
import { getTableShape, type ColumnShape } from './getTableShape.js';
import type { RowWriter } from './RowWriter.js';

/**
 * Writes all rows of a table in one statement, a column an array. Leaves no trace to undo them by: for final blocks only.
 * While Postgres works on one statement the next is built.
 */
export class BulkRowWriter implements RowWriter {
  readonly #em: EntityManager;
  #running: Promise<unknown> = Promise.resolve();

  constructor(em: EntityManager) {
    this.#em = em;
  }

  async insert(type: EntityClass, rows: readonly Entity[]): Promise<void> {
    const { table, columns } = getTableShape(this.#em, type);
    const names = columns.map(({ name }) => name);
    const values = columns.map(({ name, cast }) => `row.${name}${cast}`);
    const statement = `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${buildSource(columns)}`;
    await this.#run(statement, buildArrays(columns, rows));
  }

  async update(type: EntityClass, rows: readonly Entity[]): Promise<void> {
    const { table, columns } = getTableShape(this.#em, type);
    const changes = columns
      .filter(({ name }) => name !== '"id"')
      .map(({ name, cast }) => `${name} = row.${name}${cast}`);
    const source = buildSource(columns);
    const statement = `update ${table} set ${changes.join(', ')} from ${source} where ${table}."id" = row."id"`;
    await this.#run(statement, buildArrays(columns, rows));
  }

  async finish(): Promise<void> {
    await this.#running;
  }

  async #run(statement: string, arrays: string[]): Promise<void> {
    await this.#running;
    this.#running = this.#em.query(statement, arrays);
    // Its failure is thrown by the next statement or by `finish`; until then nobody waits for it.
    this.#running.catch(() => undefined);
  }
}

function buildSource(columns: readonly ColumnShape[]): string {
  const arrays = columns.map(({ arrayType }, index) => `$${index + 1}::${arrayType}[]`);
  return `unnest(${arrays.join(', ')}) as row (${columns.map(({ name }) => name).join(', ')})`;
}

function buildArrays(columns: readonly ColumnShape[], rows: readonly Entity[]): string[] {
  return columns.map(({ toSql }) => buildArrayText(rows.map(toSql)));
}
