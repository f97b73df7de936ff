// A verdict's evidence is kept as the very bytes that its digest names, and uncompressed: nothing is parsed or packed when
// it is saved. Its lines and shares are written with it in one transaction, so no foreign key has to be looked up for
// each of them; and nobody asks for lines by contribution.

const BEFORE = [
  `ALTER TABLE "reconciliation_line" DROP CONSTRAINT "FK_4d6bef333aae3abf63dc827d0f3"`,
  `ALTER TABLE "contribution_share" DROP CONSTRAINT "FK_3f36e5399f1f25f8e7667f5dfe7"`,
  `DROP INDEX "IDX_3a664c789cf45faa84ac65e3f3"`,
  `ALTER TABLE "reconciliation_line" ALTER COLUMN "reconciliation_id" TYPE text, ALTER COLUMN "reconciliation_id" SET NOT NULL`,
  `ALTER TABLE "contribution_share" ALTER COLUMN "reconciliation_id" TYPE text, ALTER COLUMN "reconciliation_id" SET NOT NULL`,
  `ALTER TABLE "reconciliation" ALTER COLUMN "evidence" TYPE text USING "evidence"::text, ALTER COLUMN "evidence" SET STORAGE EXTERNAL`,
  // The verdicts stay what they are: nobody needs to hear of them.
  `ALTER TABLE "reconciliation" DISABLE TRIGGER "notify_verdict"`,
];
const AFTER = [`ALTER TABLE "reconciliation" ENABLE TRIGGER "notify_verdict"`];

const ROWS_AT_ONCE = 1000;

/** RFC 8785: names in the order of their UTF-16 units, everything else as JSON.stringify has it. */
const canonicalize = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalize(value[name])}`).join(',')}}`;
};

module.exports = class LeanVerdicts1795190405000 {
  name = 'LeanVerdicts1795190405000';

  async up(db) {
    for (const statement of BEFORE) await db.query(statement);
    let lastId = '';
    for (;;) {
      const rows = await db.query(
        `SELECT "id", "evidence" FROM "reconciliation" WHERE "id" > $1 ORDER BY "id" LIMIT ${ROWS_AT_ONCE}`,
        [lastId],
      );
      if (rows.length === 0) break;
      await db.query(
        `UPDATE "reconciliation" r SET "evidence" = canonical."evidence"
         FROM unnest($1::text[], $2::text[]) AS canonical("id", "evidence") WHERE r."id" = canonical."id"`,
        [rows.map(({ id }) => id), rows.map(({ evidence }) => canonicalize(JSON.parse(evidence)))],
      );
      lastId = rows.at(-1).id;
    }
    for (const statement of AFTER) await db.query(statement);
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
