import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { admitRows } from '@tributary/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { listInstalledPackages } from './installedPackages.js';
import { planDatanets, type DatanetPlan } from './planDatanets.js';
import { encodeRows } from './row.js';

const NODE_MODULES = dirname(dirname(createRequire(import.meta.url).resolve('viem/package.json')));

describe('planDatanets', () => {
  let plans: DatanetPlan[];
  beforeAll(() => {
    plans = planDatanets(NODE_MODULES);
  });
  const all = (): DatanetPlan['contributions'] => plans.flatMap(({ contributions }) => contributions);

  it('plans three datanets, the same ones every time', () => {
    expect(plans.map(({ name }) => name)).toEqual(['Library manuals', 'Type signatures', 'Package manifests']);
    expect(planDatanets(NODE_MODULES)).toEqual(plans);
  });

  it('has rows of several authors in each, nearly all of them admitted', () => {
    for (const { name, contributions } of plans) {
      const usable = contributions.filter(({ character }) => character !== 'unlicensed');
      const rows = usable.flatMap((contribution) => contribution.rows);
      const admitted = admitRows(rows, []).filter((admission) => admission.admitted);
      expect(admitted.length, name).toBeGreaterThanOrEqual(200);
      expect(admitted.length / rows.length, name).toBeGreaterThan(0.85);
      expect(new Set(usable.map(({ author }) => author)).size, name).toBeGreaterThanOrEqual(5);
    }
  });

  it('names the package, author and licence that each row is really of', () => {
    const packages = listInstalledPackages(NODE_MODULES);
    for (const { rows, author, license, character } of all()) {
      expect(rows.length).toBeGreaterThan(0);
      for (const { source } of rows) {
        const pkg = packages.get(source.package)!;
        expect([source.version, source.author]).toEqual([pkg.version, pkg.author]);
        if (character !== 'honest') continue;
        expect([pkg.author, pkg.license, source.license]).toEqual([author, license, license]);
        expect(license).toMatch(/^\(?[A-Za-z0-9]/);
        expect(license).not.toMatch(/unlicensed|see license/i);
      }
    }
  });

  it('has a copy whose rows the rule refuses, and rows without a licence, in each', () => {
    for (const { contributions } of plans) {
      const [copy, unlicensed] = contributions.slice(-2);
      expect([copy!.character, unlicensed!.character, unlicensed!.license]).toEqual([
        'copy',
        'unlicensed',
        'UNLICENSED',
      ]);
      const honest = contributions.filter(({ character }) => character === 'honest');
      expect(honest.length).toBe(contributions.length - 2);
      expect(honest.some(({ author }) => author === copy!.author)).toBe(false);
      const rows = [...honest.flatMap((plan) => plan.rows), ...copy!.rows];
      const admissions = admitRows(rows, []);
      expect(admissions.slice(-copy!.rows.length).map(({ admitted }) => admitted)).not.toContain(true);
      const originals = new Set(honest[0]!.rows.map(({ id }) => id));
      for (const { id } of copy!.rows) expect(originals).toContain(id.replace('mirror-of-', ''));
    }
  });

  it('asks and answers in text that can be trained on', () => {
    for (const { rows } of all()) {
      for (const { prompt, completion } of rows) {
        expect(prompt.trim().length).toBeGreaterThan(2);
        expect(prompt.endsWith('\n')).toBe(true);
        expect(completion.trim()).toBe(completion);
        expect(completion.length).toBeGreaterThanOrEqual(15);
        expect((prompt + completion).isWellFormed()).toBe(true);
        // One line of JSON each, whatever a README holds.
        expect(prompt + completion).not.toContain('\0');
      }
    }
  });

  it('gives every row of a datanet its own id, and fits a contribution into a blob', () => {
    for (const { contributions } of plans) {
      const ids = contributions
        .filter(({ character }) => character !== 'unlicensed')
        .flatMap(({ rows }) => rows.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const { rows } of contributions) {
        const text = new TextDecoder().decode(encodeRows(rows));
        expect(text.length).toBeLessThan(8 << 20);
        expect(
          text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as unknown),
        ).toEqual(rows);
      }
    }
  });
});

describe('listInstalledPackages', () => {
  it('takes only those that say who made them and under which licence', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-packages-'));
    const install = (name: string, json: unknown): void => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'package.json'), JSON.stringify(json));
    };
    const good = { version: '1.0.0', description: 'Does a thing', license: 'MIT' };
    try {
      install('zeta', { ...good, author: 'Zed <zed@example.org> (https://example.org)' });
      install('alpha', { ...good, author: { name: 'Al' }, keywords: ['a', 1] });
      install('@scope/beta', { ...good, maintainers: [{ name: 'Bea' }] });
      install('@tributary/protocol', { ...good, author: 'us' });
      install('.hidden', { ...good, author: 'h' });
      install('no-author', good);
      install('empty-author', { ...good, author: '<mail@example.org>' });
      install('no-license', { ...good, author: 'x', license: undefined });
      install('old-license', { ...good, author: 'x', license: { type: 'MIT' } });
      install('no-description', { ...good, author: 'x', description: undefined });
      mkdirSync(join(folder, 'no-manifest'));
      const found = listInstalledPackages(folder);
      expect([...found].map(([name, { author }]) => [name, author])).toEqual([
        ['@scope/beta', 'Bea'],
        ['alpha', 'Al'],
        ['zeta', 'Zed'],
      ]);
      expect(found.get('alpha')).toMatchObject({ keywords: ['a', '1'], folder: join(folder, 'alpha') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
