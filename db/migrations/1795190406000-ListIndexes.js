// What the lists of the API are filtered and ordered by. An index that goes on with the place in the chain gives a page in
// order, so those replace the ones of the same column alone. Prefixes are compared in lower case, whatever the collation.

const REPLACED = [
  `DROP INDEX "IDX_1a2ccaded5af244bdd4aa1da3e"`,
  `DROP INDEX "IDX_2dbb170adc1fcfdd1061e5efe5"`,
  `DROP INDEX "IDX_7cab0eb356c77d956075d16d28"`,
  `DROP INDEX "IDX_8514aea6d1a05cd304942c5d42"`,
  `DROP INDEX "IDX_1ce92b2a8146acd9d352ab22db"`,
  `DROP INDEX "IDX_02568a7c2ab82a376f750b5927"`,
  `DROP INDEX "IDX_06dd0b44b1630ebc5a1ea925c8"`,
  `DROP INDEX "IDX_99298f25613c7c4d7c8a77f9a4"`,
];

const ADDED = [
  `CREATE INDEX "IDX_e3556c214230e782c5c13b9817" ON "account" ("first_seen_block_number", "id")`,
  `CREATE INDEX "IDX_4e431e8bdf80e6253b2063f1d6" ON "contribution" ("withdrawn_block_number")`,
  `CREATE INDEX "IDX_e804278c6194e6ea555a586d57" ON "contribution" ("row_count", "block_number", "log_index")`,
  `CREATE INDEX "IDX_d9e36aedc7455f64481c7933a3" ON "contribution" ("accepted", "block_number", "log_index")`,
  `CREATE INDEX "IDX_6974853bb1b8109c38f4a44a84" ON "contribution" ("license", "block_number", "log_index")`,
  `CREATE INDEX "IDX_deb48013aa9dbe1d532eee5cd3" ON "contribution" ("contributor_id", "block_number", "log_index")`,
  `CREATE INDEX "IDX_321c4ec1f61034521bf0e0c663" ON "contribution" ("datanet_id", "block_number", "log_index")`,
  `CREATE INDEX "IDX_32cb98bda9c2215cc4c2dd5df2" ON "training_run" ("config_digest")`,
  `CREATE INDEX "IDX_0063c6492d7e14df5542f922c6" ON "model" ("card_digest")`,
  `CREATE INDEX "IDX_f13fe201323f389e4b8906bbcc" ON "model" ("kind", "block_number", "log_index")`,
  `CREATE INDEX "IDX_6194fdb797febda0e9add1eb98" ON "payout" ("contribution_id", "block_number", "log_index")`,
  `CREATE INDEX "IDX_a8e6c33db8a81eec6ddff68eca" ON "payout" ("recipient_id", "block_number", "log_index")`,
  `CREATE INDEX "IDX_bb1323ae9e674388a929d28cac" ON "payout" ("role", "block_number", "log_index")`,
  `CREATE INDEX "IDX_0df93ea724e3ced4227f702edb" ON "inference" ("fee_wei", "block_number", "log_index")`,
  `CREATE INDEX "IDX_c87474e2d6cc3fcf7d6297f53e" ON "inference" ("signer", "block_number", "log_index")`,
  `CREATE INDEX "IDX_a016df7932d0cce423a1836b81" ON "inference" ("payer_id", "block_number", "log_index")`,
  `CREATE INDEX "IDX_a976b719c02f99470e9899285c" ON "transaction" ("function_name")`,
  `CREATE INDEX "IDX_e80c591d0119f4a8484d3e75b7" ON "transaction" ("from_id", "block_number", "transaction_index")`,
  `CREATE INDEX "IDX_f476f9d22fefd5eacac3b90cdd" ON "g_open_transfer" ("kind", "block_number", "log_index")`,
  `CREATE INDEX "IDX_382f0d71adf764e3515a679dd4" ON "compute_job" ("kind", "block_number", "log_index")`,
];

// Of expressions: schema.graphql has no words for them, so db/test/migrations.test.ts names them.
const PREFIXES = [
  `CREATE INDEX "contribution_license_prefix" ON "contribution" (lower("license") text_pattern_ops)`,
  `CREATE INDEX "datanet_name_prefix" ON "datanet" (lower("name") text_pattern_ops)`,
  `CREATE INDEX "model_name_prefix" ON "model" (lower("name") text_pattern_ops)`,
];

module.exports = class ListIndexes1795190406000 {
  name = 'ListIndexes1795190406000';

  async up(db) {
    for (const statement of [...ADDED, ...PREFIXES, ...REPLACED]) await db.query(statement);
  }

  async down() {
    throw new Error('Migrations only go forward. Restore a backup to go back.');
  }
};
