import { escapeIdentifier, type Client } from 'pg';

/** Puts back what was taken away; `onStep` hears of each index. */
export type Restore = (onStep: (index: number, count: number) => void) => Promise<void>;

const TRIGGER_STATES: Readonly<Record<string, string>> = {
  O: 'enable trigger',
  A: 'enable always trigger',
  R: 'enable replica trigger',
  D: 'disable trigger',
};

/**
 * Drops the triggers and those indexes of the tables that are no constraint: a load that keeps them takes several times
 * as long, and their pages end half empty. What there is is read from the catalogue, so that a new index needs no word
 * here. Belongs into the transaction of the load: when that fails, nothing was dropped.
 */
export async function suspendIndexes(client: Client, tables: readonly string[]): Promise<Restore> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any($1::text[]::regclass[])
       and not exists (select from pg_constraint where conindid = i.indexrelid)
     order by pg_relation_size(i.indrelid), c.relname`,
    [tables.map((table) => `public.${escapeIdentifier(table)}`)],
  );
  const { rows: triggers } = await client.query<{ name: string; tableName: string; definition: string; state: string }>(
    `select tgname as name, tgrelid::regclass::text as "tableName", pg_get_triggerdef(oid) as definition,
       tgenabled as state
     from pg_trigger where not tgisinternal and tgrelid = any($1::text[]::regclass[]) order by tgrelid, tgname`,
    [tables.map((table) => `public.${escapeIdentifier(table)}`)],
  );
  for (const { name } of indexes) await client.query(`drop index ${escapeIdentifier(name)}`);
  for (const { name, tableName } of triggers) {
    await client.query(`drop trigger ${escapeIdentifier(name)} on ${tableName}`);
  }
  return async (onStep) => {
    for (const [index, { definition }] of indexes.entries()) {
      onStep(index, indexes.length);
      await client.query(definition);
    }
    for (const { name, tableName, definition, state } of triggers) {
      await client.query(definition);
      await client.query(`alter table ${tableName} ${TRIGGER_STATES[state]} ${escapeIdentifier(name)}`);
    }
  };
}
