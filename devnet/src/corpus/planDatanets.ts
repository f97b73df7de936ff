import type { InstalledPackage } from './installedPackages.js';
import { listInstalledPackages } from './installedPackages.js';
import { manifestRow } from './manifestRows.js';
import { manualRows } from './manualRows.js';
import type { CorpusRow } from './row.js';
import { signatureRows } from './signatureRows.js';

/** One submission to a datanet. */
export interface ContributionPlan {
  author: string;
  license: string;
  rows: CorpusRow[];
  /** What the curator will find: honest work, a copy of somebody else's rows, or rows nobody may use. */
  character: 'honest' | 'copy' | 'unlicensed';
}

/** A datanet and who contributes what to it. */
export interface DatanetPlan {
  name: string;
  summary: string;
  description: string;
  tags: string[];
  contributions: ContributionPlan[];
}

/** Rows of one datanet at most; from 300 admitted ones the rule's floor and gate are those of a large index. */
const ROWS_PER_DATANET = 320;
const ROWS_PER_PACKAGE = 36;

/** READMEs with enough prose, by different authors and under different licences. */
const MANUALS = [
  'ajv',
  'fast-check',
  'cacheable',
  'glob',
  'commander',
  'semver',
  'dataloader',
  'loglevel',
  'tinybench',
  'minipass',
  'dotenv',
  'debug',
  'ws',
  'keyv',
  'class-validator',
  'type-graphql',
  'prom-client',
  'picomatch',
  'body-parser',
  'qs',
  'node-fetch',
  'router',
  'validator',
  'express',
  'lru-cache',
  'minimatch',
  '@noble/curves',
  'eslint',
  'xss',
];
/** Type definitions with documented declarations. */
const SIGNATURES = [
  'typeorm',
  'type-fest',
  'lru-cache',
  'fast-check',
  'commander',
  'minipass',
  'glob',
  'keyv',
  'path-scurry',
  'pg-boss',
  'class-validator',
  'express',
  'eslint',
  'cacheable',
  'ajv',
  'postcss',
  'vite',
  'svelte',
  'prom-client',
  'magic-string',
];

/**
 * The three datanets of the devnet, made of the packages that are installed beside it. Each one has honest
 * contributions by real authors, one that copies another's rows, and one without a licence to train on.
 */
export function planDatanets(nodeModules: string): DatanetPlan[] {
  const packages = listInstalledPackages(nodeModules);
  const pick = (names: readonly string[]): InstalledPackage[] => names.flatMap((name) => packages.get(name) ?? []);
  return [
    {
      name: 'Library manuals',
      summary: 'What libraries say about themselves',
      description: 'Sections of READMEs: the heading asks, the first sentences answer.',
      tags: ['documentation', 'english'],
      contributions: byPackage(pick(MANUALS), (pkg) => manualRows(pkg, ROWS_PER_PACKAGE)),
    },
    {
      name: 'Type signatures',
      summary: 'From a doc comment to its declaration',
      description: 'Documented declarations of TypeScript type definitions: the comment asks, the signature answers.',
      tags: ['typescript', 'code'],
      contributions: byPackage(pick(SIGNATURES), (pkg) => signatureRows(pkg, ROWS_PER_PACKAGE)),
    },
    {
      name: 'Package manifests',
      summary: 'What an npm package is, in one line',
      description: 'Names of npm packages with description, licence and keywords from their manifests.',
      tags: ['npm', 'metadata'],
      contributions: byAuthor([...packages.values()]),
    },
  ].map((plan) => ({ ...plan, contributions: addDishonest(limitRows(plan.contributions)) }));
}

function byPackage(
  packages: readonly InstalledPackage[],
  rowsOf: (pkg: InstalledPackage) => CorpusRow[],
): ContributionPlan[] {
  return packages
    .map((pkg): ContributionPlan => ({
      author: pkg.author,
      license: pkg.license,
      rows: rowsOf(pkg),
      character: 'honest',
    }))
    .filter(({ rows }) => rows.length >= 4);
}

/** The authors with the most packages; a contribution holds those of one licence. */
function byAuthor(packages: readonly InstalledPackage[]): ContributionPlan[] {
  const plans = new Map<string, ContributionPlan>();
  for (const pkg of packages) {
    const row = manifestRow(pkg);
    if (!row) continue;
    const key = `${pkg.author} ${pkg.license}`;
    const plan = plans.get(key) ?? { author: pkg.author, license: pkg.license, rows: [], character: 'honest' };
    plan.rows.push(row);
    plans.set(key, plan);
  }
  return [...plans.values()].filter(({ rows }) => rows.length >= 3).sort((a, b) => b.rows.length - a.rows.length);
}

function limitRows(contributions: readonly ContributionPlan[]): ContributionPlan[] {
  const kept: ContributionPlan[] = [];
  let count = 0;
  for (const contribution of contributions) {
    const rows = contribution.rows.slice(0, ROWS_PER_DATANET - count);
    if (rows.length === 0) break;
    kept.push({ ...contribution, rows });
    count += rows.length;
  }
  return kept;
}

/** Adds a copy of the first contribution's first rows, and one that may not be used. */
function addDishonest(contributions: readonly ContributionPlan[]): ContributionPlan[] {
  const [first, second] = contributions;
  if (!first || !second) return [...contributions];
  const copied = first.rows.slice(0, 8).map((row) => ({ ...row, id: `mirror-of-${row.id}` }));
  const unlicensed = second.rows
    .slice(0, 3)
    .map((row) => ({ ...row, source: { ...row.source, license: 'UNLICENSED' } }));
  return [
    ...contributions,
    { author: 'Mirror Labs', license: first.license, rows: copied, character: 'copy' },
    { author: 'Nobody in particular', license: 'UNLICENSED', rows: unlicensed, character: 'unlicensed' },
  ];
}
