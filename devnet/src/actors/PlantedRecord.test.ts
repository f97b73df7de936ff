import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHEATS } from './cheats.js';
import { PlantedRecord } from './PlantedRecord.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-planted-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('counts nothing before anything was planted', () => {
  expect(new PlantedRecord(join(folder, 'planted.jsonl')).count()).toBe(0);
});

it('keeps one line for each, also over a restart, with ids that no float can hold', () => {
  const file = join(folder, 'planted.jsonl');
  const record = new PlantedRecord(file);
  CHEATS.forEach((cheat, i) => record.add(2n ** 255n + BigInt(i), cheat));
  expect(record.count()).toBe(CHEATS.length);
  const restarted = new PlantedRecord(file);
  restarted.add(1n, 'UNPAID');
  expect(restarted.count()).toBe(CHEATS.length + 1);
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    ...CHEATS.map((kind, i) => ({ inferenceId: (2n ** 255n + BigInt(i)).toString(), kind })),
    { inferenceId: '1', kind: 'UNPAID' },
  ]);
});
