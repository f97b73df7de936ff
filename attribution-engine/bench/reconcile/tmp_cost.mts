import { chmod, mkdtemp, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawScoredInferences } from './drawScoredInference.ts';
import { computeDue, concludeReconciliation, buildReconciliationRow } from '@tributary/attribution-engine';
import { applyMigrations, createPool, saveReconciliations, startEmbeddedPostgres } from '@tributary/db';
const dataDir = await mkdtemp(join(tmpdir(), 'tributary-reconcile-'));
await chmod(dataDir, 0o755);
const server = await startEmbeddedPostgres({ dataDir });
const pool = createPool(server.url, { max: 1 });
try {
await applyMigrations(server.url);
for (const s of (process.env.SQLS ?? '').split(';;').filter(Boolean)) await pool.query(s);
const drawn = drawScoredInferences('x', 2000);
const pid = (await pool.query('select pg_backend_pid() as p')).rows[0].p;
const tick = async () => { const f = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' '); return [Number(f[11]) * 10, Number(f[12]) * 10]; };
const total: Record<string, number> = {};
const q = pool.query;
let n = 0;
const orig = (pool as any).connect.bind(pool);
(pool as any).connect = async () => { const c = await orig(); if (!c.__w) { c.__w = true; const oq = c.query.bind(c); c.query = async (t: string, v: any) => { const [a, b] = await tick(); const r = await oq(t, v); const [x, y] = await tick(); const k = t.slice(0, 40); total[k] = (total[k] ?? 0) + x! - a! + y! - b!; return r; }; } return c; };
const B = Number(process.env.BATCH ?? 500), N = Number(process.env.N ?? 20000);
const t0 = await tick(); const c0 = process.cpuUsage(); let js = 0; let w0 = performance.now();
for (let from = 0; from < N; from += B) {
  const a = process.cpuUsage();
  const rows = Array.from({ length: B }, (_, i) => { const k = from + i; const p = drawn[k % 2000]!; const facts = { ...p.facts, inferenceId: String(k + 1), blockNumber: 100 + (k >> 2) };
    const due = computeDue(facts, p.scored.attribution.shares, { policy: facts.policy!, recipients: facts.recipients!, modelOwner: facts.model!.owner, contributors: p.contributors });
    return buildReconciliationRow(facts, concludeReconciliation(facts, { ...p.scored, due }), { engineVersion: 'x', elapsedMs: 1, attempts: 1, retryAt: null }); });
  const d = process.cpuUsage(a); js += d.user + d.system;
  await saveReconciliations(pool, rows);
}
const t1 = await tick(); const c = process.cpuUsage(c0);
console.log('js decide', (js / N).toFixed(1), 'js all', ((c.user + c.system) / N).toFixed(1), 'pg user', ((t1[0]! - t0[0]!) * 1000 / N).toFixed(1), 'pg sys', ((t1[1]! - t0[1]!) * 1000 / N).toFixed(1), 'wall', ((performance.now() - w0) * 1000 / N).toFixed(0), 'µs each');
for (const [k, v] of Object.entries(total)) console.log(k.padEnd(44), (v * 1000 / N).toFixed(1));
console.log((await pool.query("select relname, pg_size_pretty(pg_total_relation_size(oid)) s from pg_class where relname in ('reconciliation','reconciliation_line','contribution_share')")).rows);
} finally { await pool.end(); await server.stop(); await rm(server.home, { recursive: true, force: true }); await rm(dataDir, { recursive: true, force: true }); }
