import { createPool, exportPayouts } from '@tributary/db';
import { MissingSettingError } from '../errors.js';
import { parseNumber, parseOptions } from '../parseOptions.js';
import { type Verb } from '../Verb.js';

const OPTIONS = {
  out: { type: 'string', default: 'export' },
  from: { type: 'string', default: '0' },
  to: { type: 'string', default: '' },
} as const;

const BLOCKS = { min: 0, max: 2 ** 31 - 1, isInteger: true };

export const exportData: Verb = {
  summary: 'write the payouts of finalised blocks, with their verdicts, as Parquet',
  help: `tributary export [--out DIR] [--from A] [--to B]

Writes DIR/payouts/blocks=A-B.parquet from DATABASE_URL: every payout of the finalised blocks A to B with recipient,
role, licence and verdict. Amounts are decimal text, exact to the wei; their sum is checked against Postgres.

  --out DIR   where to (default export)
  --from A    first block (default 0)
  --to B      last block (default: the newest final one)`,
  run: async (args) => {
    const { values } = parseOptions('export', args, OPTIONS);
    const fromBlock = parseNumber('export', 'from', values.from, BLOCKS);
    const toBlock = values.to === '' ? undefined : parseNumber('export', 'to', values.to, BLOCKS);
    const databaseUrl = process.env.DATABASE_URL;
    if (!databaseUrl)
      throw new MissingSettingError({ setting: 'DATABASE_URL', purpose: 'the database to export from' });
    const pool = createPool(databaseUrl, { max: 1, applicationName: 'tributary-export' });
    try {
      const done = await exportPayouts(pool, values.out, { fromBlock, ...(toBlock === undefined ? {} : { toBlock }) });
      console.log(`${done.rowCount} payouts, ${done.totalWei} wei, in ${done.file}`);
      return 0;
    } finally {
      await pool.end();
    }
  },
};
