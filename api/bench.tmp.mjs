import http from 'node:http';
import { Worker, isMainThread } from 'node:worker_threads';
import { createTestDatabase } from '@tributary/db/testing';
import { createServer } from './lib/createServer.js';
import { fillLedger, BOB } from './test/ledger.ts';
import pg from 'pg';
const N = Number(process.argv[2] ?? 20000);
const database = await createTestDatabase();
let t = performance.now();
await fillLedger(database.url, N);
const c = new pg.Client({connectionString: database.url}); await c.connect(); await c.query('ANALYZE'); 
console.log('filled', N, Math.round(performance.now()-t),'ms');
const server = await createServer({ databaseUrl: await database.createReadOnlyUrl(), network:{chainId:1,name:'x',nativeSymbol:'X'}, port:0, reportError:(i)=>console.log(i), statementTimeoutMs: 20000 });
const agent = new http.Agent({keepAlive:true,maxSockets:16});
const url = new URL(server.url);
const post = (query, variables) => new Promise((res,rej)=>{ const body=JSON.stringify({query,variables}); const r=http.request({agent,host:url.hostname,port:url.port,path:'/graphql',method:'POST',headers:{'content-type':'application/json','content-length':Buffer.byteLength(body)}},x=>{let s='';x.on('data',d=>s+=d);x.on('end',()=>res(s))});r.on('error',rej);r.end(body);});
const Q = {
 typename:'{ __typename }',
 byId:'{ inference(inferenceId:"77") { inferenceId feeWei } }',
 list20:'{ inferences(first:20) { nodes { inferenceId feeWei model { name } payer { address } } } }',
 list20verdict:'{ inferences(first:20) { nodes { inferenceId feeWei verdict model { name } payer { address } } } }',
 list20full:'{ inferences(first:20) { nodes { inferenceId feeWei verdict model { name } payer { address } payouts { nodes { amountWei role recipient { address } } } reconciliation { reason } } } }',
 answer:'{ inference(inferenceId:"77") { inferenceId verdict payouts { nodes { amountWei recipient { address } contribution { datanet { name } } } } reconciliation { reason lines { role expectedWei paidWei recipient { address } contribution { license } } shares { shareBps contribution { datanet { name } } } } } }',
};
const once = {
 network:'{ network { datanetCount inferenceCount feesWei paidWei } }',
 delays:'{ network { settledToVerdictMsP95 } }',
 verdictCounts:'{ network { verdictCounts { verdict count } } }',
 modelVerdicts:'{ model(modelId:"2") { verdictCounts { count } } }',
 count:'{ inferences(first:1) { totalCount } }',
 underpaid:'{ inferences(first:20, verdict: UNDERPAID) { nodes { inferenceId } } }',
 forged:'{ inferences(first:20, verdict: FORGED_QUERY) { nodes { inferenceId } } }',
 pending:'{ inferences(first:20, verdict: PENDING) { nodes { inferenceId } } }',
 matchedCount:'{ inferences(first:1, verdict: MATCHED) { totalCount } }',
 modelForged:'{ model(modelId:"2") { inferences(first:20, verdict: FORGED_QUERY) { nodes { inferenceId } } } }',
 deep:`{ inferences(first:20, after:"${Buffer.from(JSON.stringify([1,'inferences',110,0])).toString('base64url')}") { nodes { inferenceId } } }`,
 reconciliations:'{ reconciliations(first:20) { nodes { verdict } } }',
 payoutsOfAccount:`{ account(address:"${BOB}") { payouts(first:20) { nodes { amountWei } } } }`,
 payoutsRole:'{ payouts(first:20, role: UNATTRIBUTED) { nodes { amountWei } } }',
 accountTotals:`{ account(address:"${BOB}") { earnedWei owedWei } }`,
 contribution:'{ contribution(contributionId:"1") { earnedWei shapedInferenceCount shapedInferences(first:20) { nodes { shareBps inference { inferenceId } } } } }',
 search:'{ search(text:"12") { matched } }', searchName:'{ search(text:"riv") { matched } }',
};
if(0)for (const [k,q] of Object.entries(once)) { const times=[]; let s; for(let i=0;i<4;i++){ const a=performance.now(); s=await post(q); times.push(performance.now()-a);} console.log(k.padEnd(18), times.map(x=>x.toFixed(1)).join(' '), s.slice(0,90)); }

const all={...once,...Q};
for (const [k,q] of Object.entries(all)) { const n = ['verdictCounts','modelVerdicts','accountTotals','matchedCount'].includes(k)?6:150; for(let i=0;i<Math.min(20,n);i++) await post(q); const lat=[]; const c0=process.cpuUsage(); for(let i=0;i<n;i++){const a=performance.now(); await post(q); lat.push(performance.now()-a);} const u=process.cpuUsage(c0); lat.sort((a,b)=>a-b); console.log(k.padEnd(18),'min',lat[0].toFixed(2),'p25',lat[n>>2].toFixed(2),'p50',lat[n>>1].toFixed(2),'node cpu/req',((u.user+u.system)/1000/n).toFixed(2)); }

for (const [k,q] of Object.entries(Q)) { const lat=[]; const end=performance.now()+3000; const t0=performance.now(); await Promise.all(Array.from({length:16},async()=>{while(performance.now()<end){const a=performance.now();const s=await post(q);if(s.includes('"errors"'))throw new Error(s);lat.push(performance.now()-a);}})); lat.sort((a,b)=>a-b); console.log('16 conns',k.padEnd(18), Math.round(lat.length/(performance.now()-t0)*1000),'req/s p50',lat[lat.length>>1].toFixed(1),'p99',lat[Math.floor(lat.length*.99)].toFixed(1)); }
await c.end(); agent.destroy(); await server.close(); await database.close();
