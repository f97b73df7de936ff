module.exports = class ReconciliationSpans1795190400000 {
  name = 'ReconciliationSpans1795190400000';

  async up(db) {
    await db.query('ALTER TABLE "reconciliation" ADD COLUMN "spans" jsonb');
  }

  async down(db) {
    await db.query('ALTER TABLE "reconciliation" DROP COLUMN "spans"');
  }
};
