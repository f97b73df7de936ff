/** Everything in docs/examples that is of the API really works, and names what really is there. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kind, parse, validate } from 'graphql/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../src/buildApiSchema.js';
import { loadExampleQueries } from '../src/loadExampleQueries.js';
import { loadSafelist } from '../src/safety/loadSafelist.js';
import { startTestApi, type TestApi } from './startTestApi.js';

const EXAMPLES = fileURLToPath(new URL('../../docs/examples', import.meta.url));
const OPERATIONS_PAGE = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(60);
});
afterAll(() => api?.close());

describe('example queries', () => {
  it('are one or more for each of the four users, each with words about it', async () => {
    const queries = await loadExampleQueries();
    expect(queries.length).toBeGreaterThanOrEqual(4);
    for (const who of ['For everybody', 'For those who audit', 'For dashboards', 'For those who check'])
      expect(queries.filter((query) => query.startsWith(`# ${who}`)).length).toBeGreaterThan(0);
  });

  it('are valid, name no deprecated field, and are answered with data', async () => {
    const schema = await buildApiSchema();
    for (const query of await loadExampleQueries()) {
      const document = parse(query);
      expect(validate(schema, document)).toEqual([]);
      const names = document.definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? [each] : []));
      if (names.some(({ operation }) => operation === 'subscription')) continue;
      const { errors, data } = await api.query(query);
      expect(errors, query).toBeUndefined();
      const lists = [...JSON.stringify(data).matchAll(/"(?:nodes|points|edges)":\[(.)/g)].map(([, first]) => first);
      if (lists.length > 0) expect(lists, query).toContain('{');
    }
  });

  it('are the tabs of the console', async () => {
    const page = await (await fetch(api.url, { headers: { accept: 'text/html' } })).text();
    for (const query of await loadExampleQueries()) {
      const name = /^query (\w+)|^subscription (\w+)/m.exec(query)?.slice(1).find(Boolean);
      expect(page).toContain(name);
    }
  });

  it('can be the list of operations that a server answers', async () => {
    expect((await loadSafelist(`${EXAMPLES}/queries`)).size).toBe((await loadExampleQueries()).length);
  });
});

describe('the walkthrough', () => {
  const run = promisify(execFile);

  it('runs from its first cell to its last', async () => {
    const { stdout, stderr } = await run(process.execPath, [`${EXAMPLES}/walkthrough.mjs`, api.url]);
    expect(stderr).toBe('');
    expect(stdout).toContain('Test, indexed to block');
    expect(stdout).toMatch(/\d+ of 60 add up to their fee/);
    expect(stdout).toContain('CONTRIBUTOR');
    expect(stdout).toMatch(/inference \d+ of block \d+/);
  });

  it('ends with the error of the API when there is one', async () => {
    const away = run(process.execPath, [`${EXAMPLES}/walkthrough.mjs`, new URL('/nothing', api.url).href]);
    await expect(away).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('NOT_FOUND') as unknown });
  });
});

describe('the Grafana dashboard', () => {
  interface Panel {
    id: number;
    type: string;
    title: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets?: { expr: string }[];
  }
  const { panels } = JSON.parse(readFileSync(`${EXAMPLES}/grafana-dashboard.json`, 'utf8')) as { panels: Panel[] };
  const getMetrics = ({ targets = [] }: Panel) =>
    targets.flatMap(({ expr }) => [...expr.matchAll(/\b(tributary_\w+)/g)].map(([, name]) => name!));

  it('asks for metrics that exist, and leaves none of the services out', () => {
    const page = readFileSync(OPERATIONS_PAGE, 'utf8');
    const documented = new Set([...page.matchAll(/`(tributary_\w+)/g)].map(([, name]) => name!));
    const asked = panels.flatMap(getMetrics);
    const missing = asked.filter((name) => !documented.has(name.replace(/_(bucket|count|sum)$/, '')));
    expect(missing).toEqual([]);
    for (const part of ['tributary_api_', 'tributary_inferences', 'tributary_head_lag', 'tributary_queue_jobs'])
      expect(
        asked.some((name) => name.startsWith(part)),
        part,
      ).toBe(true);
  });

  it('asks for labels that exist', async () => {
    const page = readFileSync(OPERATIONS_PAGE, 'utf8');
    const labels = new Map(
      [...page.matchAll(/`(tributary_\w+)\{([^}]*)\}/g)].map(([, name, list]) => [name!, list!.split(', ')]),
    );
    for (const panel of panels) {
      for (const { expr } of panel.targets ?? []) {
        const names = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(', '));
        const [metric = ''] = getMetrics({ ...panel, targets: [{ expr }] });
        const known = labels.get(metric.replace(/_(bucket|count|sum)$/, '')) ?? [];
        for (const name of names) expect([...known, 'le', 'service'], `${panel.title}: ${name}`).toContain(name);
      }
    }
  });

  it('has panels that do not lie upon one another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlap = (a: Panel['gridPos'], b: Panel['gridPos']) =>
      a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    for (const one of panels)
      for (const other of panels) if (one.id < other.id) expect(overlap(one.gridPos, other.gridPos)).toBe(false);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
