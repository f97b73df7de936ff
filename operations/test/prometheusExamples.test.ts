/** The examples that people copy: they parse, and ask for metrics that there are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readYaml } from './readYaml.js';

const DOCS = join(import.meta.dirname, '../../docs');
const read = (path: string): string => readFileSync(join(DOCS, path), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; action: string };
}
const { groups } = readYaml(read('examples/prometheus-rules.yml')) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Names and labels in the table of docs/operations.md, such as `tributary_inferences{verdict}`. */
const documented = new Map(
  [...read('operations.md').matchAll(/^\| `(tributary_\w+)(?:\{([\w, ]+)\})?`/gm)].map(([, name, labels = '']) => [
    name!,
    labels.split(', ').filter(Boolean),
  ]),
);

it('the configuration reads the file that the starter writes, and the rules beside it', () => {
  const config = readYaml(read('examples/prometheus.yml')) as {
    rule_files: string[];
    scrape_configs: { job_name: string; file_sd_configs?: { files: string[] }[] }[];
  };
  expect(config.rule_files).toEqual(['prometheus-rules.yml']);
  const files = config.scrape_configs
    .flatMap((job) => job.file_sd_configs ?? [])
    .flatMap((discovery) => discovery.files);
  expect(files).toEqual([expect.stringMatching(/\/run\/targets\.json$/)]);
  expect(config.scrape_configs.every((job) => job.job_name.startsWith('tributary'))).toBe(true);
});

it('there are rules for what the operator has to know', () => {
  expect(rules.length).toBeGreaterThan(8);
  expect(rules.map(({ alert }) => alert)).toEqual(
    expect.arrayContaining([
      'TributaryHeadLag',
      'TributaryDeadLetters',
      'TributaryVerdictMismatch',
      'TributaryFinalityStale',
    ]),
  );
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

it.each(rules)('$alert is complete, and asks for documented metrics by documented labels', (rule) => {
  expect(['page', 'ticket']).toContain(rule.labels.severity);
  expect(rule.annotations.summary).toBeTruthy();
  expect(rule.annotations.action).toMatch(/\.$/);
  expect(rule.for ?? '1m').toMatch(/^\d+[mh]$/);
  const used = [...rule.expr.matchAll(/\b(tributary_\w+|up\b)(?:\{([^}]*)\})?/g)];
  expect(used).not.toEqual([]);
  for (const [, name = '', matchers = ''] of used) {
    const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label);
    if (name === 'up') continue;
    const family = documented.has(name) ? name : name.replace(/_(count|sum|bucket)$/, '');
    expect([...documented.keys()], rule.alert).toContain(family);
    for (const label of labels) expect(documented.get(family), `${rule.alert}: ${name}`).toContain(label);
  }
});
