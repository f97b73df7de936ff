module.exports = class IndexQualityContributions1795190402000 {
  name = 'IndexQualityContributions1795190402000';

  async up(db) {
    await db.query('ALTER TABLE "index_quality" ADD COLUMN "contribution_count" integer');
  }

  async down(db) {
    await db.query('ALTER TABLE "index_quality" DROP COLUMN "contribution_count"');
  }
};
