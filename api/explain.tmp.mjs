import { createTestDatabase } from '@tributary/db/testing';
import * as db from '@tributary/db';
import { fillLedger, BOB } from './test/ledger.ts';
import pg from 'pg';
const database = await createTestDatabase();
await fillLedger(database.url, 20000);
const c = new pg.Client({connectionString: database.url}); await c.connect(); await c.query('ANALYZE');
const captured=[];
const rd = { load: async (q) => { captured.push(q.render()); return (await c.query(q.render())).rows; }, close(){} };
const P={size:20,backward:false,after:null,before:null};
await db.loadPages(rd, db.reconciliationList({}), P, ['']);
await db.loadPages(rd, db.inferenceList({verdicts:['UNDERPAID']}), P, ['']);
await db.loadPages(rd, db.contributionShareList(), P, ['1']);
await db.loadAccountTotals(rd,[BOB]);
for (const q of captured) { const r = await c.query('EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) '+q.text, q.values); console.log(r.rows.map(x=>x['QUERY PLAN']).join('\n'),'\n'); }
await c.end(); await database.close();
