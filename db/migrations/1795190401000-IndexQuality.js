module.exports = class IndexQuality1795190401000 {
  name = 'IndexQuality1795190401000';

  async up(db) {
    await db.query(
      `CREATE TABLE "index_quality" ("id" character varying NOT NULL, "index_root" text NOT NULL, "model_id" text, "rows_sampled" integer, "rows_confirmed" integer, "answers_asked" integer, "answers_attributed" integer, "right_contribution_bps" integer, "unrelated_asked" integer, "unrelated_attributed" integer, "reason" text, "engine_version" text NOT NULL, "elapsed_ms" integer NOT NULL, "retry_at" TIMESTAMP WITH TIME ZONE, "measured_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_501652b290c41bc38279a3f4290" PRIMARY KEY ("id"))`,
    );
  }

  async down(db) {
    await db.query('DROP TABLE "index_quality"');
  }
};
