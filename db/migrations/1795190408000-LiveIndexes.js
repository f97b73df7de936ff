// What the engine decided lately, for those who follow it as it happens.

module.exports = class LiveIndexes1795190408000 {
  name = 'LiveIndexes1795190408000';

  async up(db) {
    await db.query(`CREATE INDEX "IDX_039405e41971b807a0c78dbd52" ON "reconciliation" ("decided_at")`);
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
