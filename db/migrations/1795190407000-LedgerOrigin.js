// Marks a ledger that no chain made. While the mark stands, squid's own state cannot be written: what it reads from a chain
// can never be mixed with what was made up, nor shown under the mark.

const STATEMENTS = [
  `CREATE TABLE "ledger_origin" ("id" character varying NOT NULL, "seed" text NOT NULL, "inference_count" integer NOT NULL, "made_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_f5aa43d009c369604d25d8709a0" PRIMARY KEY ("id"))`,
  `create function refuse_synthetic_ledger() returns trigger language plpgsql as $$
   begin
     if exists(select from public.ledger_origin) then
       raise exception 'This database holds a synthetic ledger, made by "tributary seed". Name an empty database or another folder.';
     end if;
     return null;
   end $$`,
  `create trigger refuse_synthetic_ledger before insert or update or delete or truncate on squid_processor.status
   for each statement execute function refuse_synthetic_ledger()`,
  // Bulk writes of squid leave out ordinary triggers.
  `alter table squid_processor.status enable always trigger refuse_synthetic_ledger`,
];

module.exports = class LedgerOrigin1795190407000 {
  name = 'LedgerOrigin1795190407000';

  async up(db) {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
