// Tells listeners what changed: channel `tributary_chain` (one JSON message a statement, see ChainNotification in
// db/src/chainTables.ts) and `tributary_verdict` (one message a reconciliation, its inference id). Also makes the schema
// of squid's own state before squid does, so that a read-only role can be allowed to read the indexed height.

const CHAIN_TABLES = {
  inference: 'block_number',
  payout: 'block_number',
  payout_challenge: 'block_number',
  block: 'number',
};

// Transition tables allow one event a trigger. An upsert fires the insert and the update trigger, one of them with no rows.
const ROWS = { insert: 'new table as changed', update: 'new table as changed', delete: 'old table as changed' };

const NOTIFY_CHAIN = `
create function notify_chain() returns trigger language plpgsql as $$
declare
  payload json;
begin
  execute format(
    'select json_build_object(''table'', %L::text, ''op'', %L::text, ''rowCount'', count(*),
       ''minBlockNumber'', min(%3$I), ''maxBlockNumber'', max(%3$I)) from changed having count(*) > 0',
    tg_table_name, lower(tg_op), tg_argv[0]) into payload;
  if payload is not null then
    perform pg_notify('tributary_chain', payload::text);
  end if;
  return null;
end $$`;

const NOTIFY_VERDICT = `
create function notify_verdict() returns trigger language plpgsql as $$
begin
  perform pg_notify('tributary_verdict', coalesce(new.id, old.id));
  return null;
end $$`;

module.exports = class NotifyChanges1763600001000 {
  name = 'NotifyChanges1763600001000';

  async up(queryRunner) {
    await queryRunner.query(NOTIFY_CHAIN);
    for (const [table, column] of Object.entries(CHAIN_TABLES)) {
      for (const [event, rows] of Object.entries(ROWS)) {
        await queryRunner.query(
          `create trigger notify_chain_${event} after ${event} on "${table}" referencing ${rows}
           for each statement execute function notify_chain('${column}')`,
        );
      }
    }
    await queryRunner.query(NOTIFY_VERDICT);
    await queryRunner.query(
      `create trigger notify_verdict after insert or update or delete on reconciliation
       for each row execute function notify_verdict()`,
    );
    await queryRunner.query('create schema if not exists squid_processor');
    await queryRunner.query(
      `create table if not exists squid_processor.status
         (id int4 primary key, height int4 not null, hash text default '0x', nonce int4 default 0)`,
    );
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
