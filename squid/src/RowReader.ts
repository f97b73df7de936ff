import type { EntityManager } from 'typeorm';
import type { Entity, EntityClass } from './Batch.js';
import { getTableShape } from './getTableShape.js';

/** Reads rows of chain tables inside the transaction of a batch. */
export class RowReader {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  loadByIds<E extends Entity>(type: EntityClass<E>, ids: readonly string[]): Promise<E[]> {
    return this.load(type, 'where row.id = any($1)', [ids]);
  }

  /** `tail` is what follows the table, named `row`, in the query. */
  async load<E extends Entity>(
    type: EntityClass<E>,
    tail: string,
    parameters: readonly unknown[],
    select = 'select',
  ): Promise<E[]> {
    const { table, columns } = getTableShape(this.#em, type as EntityClass);
    const rows = (await this.#em.query(`${select} row.* from ${table} as row ${tail}`, [...parameters])) as Record<
      string,
      unknown
    >[];
    return rows.map((row) => {
      const entity = new type();
      for (const { fromSql } of columns) fromSql(row, entity as unknown as Record<string, unknown>);
      return entity;
    });
  }
}
