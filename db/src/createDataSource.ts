import 'reflect-metadata';
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy';
import { DataSource } from 'typeorm';
import * as model from './model';

type EntityClass = new () => object;

/** The entity classes of schema.graphql; the enums that the generated index exports beside them are left out. */
function getEntityClasses(): EntityClass[] {
  const exported: unknown[] = Object.values(model);
  return exported.filter((value): value is EntityClass => typeof value === 'function');
}

/**
 * A TypeORM data source over every entity, not yet connected: the caller runs `initialize()` and `destroy()`. Table and
 * column names are those squid's store uses (snake case; a reference `model` is the column `model_id`).
 */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    namingStrategy: new SnakeNamingStrategy(),
    entities: getEntityClasses(),
    synchronize: false,
    logging: false,
  });
}
