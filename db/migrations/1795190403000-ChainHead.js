// Where the chain stands (one row, announced like a chain table), and the first block of the chain that was indexed: by it
// a chain that was started anew is told from one whose node is behind. The triggers that announce changes fire from now on
// also in transactions that leave out the checks of references, as squid's bulk writes do.

// Transition tables allow one event a trigger.
const EVENTS = ['insert', 'update'];

const ANNOUNCED = { inference: 3, payout: 3, payout_challenge: 3, block: 3, chain_head: 2 };
const ALL_EVENTS = ['insert', 'update', 'delete'];

module.exports = class ChainHead1795190403000 {
  name = 'ChainHead1795190403000';

  async up(db) {
    await db.query(
      `CREATE TABLE "chain_head" ("id" character varying NOT NULL, "latest_block_number" integer NOT NULL, "latest_block_hash" text NOT NULL, "safe_block_number" integer NOT NULL, "safe_block_hash" text NOT NULL, "finalized_block_number" integer NOT NULL, "finalized_block_hash" text NOT NULL, "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_51e52e500709e7b5974ae3a32d3" PRIMARY KEY ("id"))`,
    );
    for (const event of EVENTS) {
      await db.query(
        `create trigger notify_chain_${event} after ${event} on "chain_head" referencing new table as changed
         for each statement execute function notify_chain('latest_block_number')`,
      );
    }
    for (const [table, eventCount] of Object.entries(ANNOUNCED)) {
      for (const event of ALL_EVENTS.slice(0, eventCount)) {
        await db.query(`alter table "${table}" enable always trigger notify_chain_${event}`);
      }
    }
    await db.query(
      `create table if not exists squid_processor.origin (id int4 primary key, height int4 not null, hash text not null)`,
    );
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
