import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { isBuiltin } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);
if (!CHROMIUM) console.warn('SKIPPED: scoring in a browser: no Chromium found; set CHROMIUM_PATH.');

/** What a page does: opens a backend and runs the case table on it. */
const PAGE = `
  import { openBrowserBackend } from '@tributary/attribution-engine/score';
  import { BACKEND_CASES, checkBackendCase } from '${new URL('../../lib/score/backendCases.js', import.meta.url).pathname}';
  globalThis.runCases = async (name, options) => {
    const lines = [];
    const backend = await openBrowserBackend(name, { ...options, log: (line) => lines.push(line) });
    const failures = [];
    for (const backendCase of BACKEND_CASES) {
      await checkBackendCase(backend, backendCase).catch((error) => failures.push(String(error)));
    }
    await backend.dispose();
    return { lines, device: backend.device, cases: BACKEND_CASES.length, failures };
  };`;

type RunCases = (
  name: string,
  options: { threads?: number },
) => Promise<{ lines: string[]; device: string; cases: number; failures: string[] }>;

let folder: string;
const nodeImports: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-score-'));
  await writeFile(join(folder, 'page.js'), PAGE);
  await writeFile(join(folder, 'index.html'), '<script type="module" src="./page.js"></script>');
  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: { minify: false, target: 'esnext' },
    worker: { format: 'es' },
    plugins: [
      {
        name: 'no-node',
        enforce: 'pre',
        resolveId(source, importer) {
          if (isBuiltin(source)) nodeImports.push(`${source} in ${importer}`);
          return source.startsWith('@tributary/') ? new URL(import.meta.resolve(source)).pathname : null;
        },
      },
    ],
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('bundles for a browser without a module of Node', () => {
  expect(nodeImports).toEqual([]);
});

describe.skipIf(!CHROMIUM)('in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://localhost');
      const file = url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
      const isolated = !(request.headers.referer ?? request.url!).includes('shared=0');
      readFile(join(folder, 'dist', file)).then(
        (bytes) => {
          response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html');
          if (isolated) {
            response.setHeader('cross-origin-opener-policy', 'same-origin');
            response.setHeader('cross-origin-embedder-policy', 'require-corp');
          }
          response.end(bytes);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox', '--disable-gpu'] });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function run(path: string, name: string, options: { threads?: number } = {}): ReturnType<RunCases> {
    const page = await browser.newPage();
    await page.goto(origin + path);
    await page.waitForFunction(() => 'runCases' in globalThis);
    const result = await page.evaluate(
      (args) => (globalThis as unknown as { runCases: RunCases }).runCases(args.name, args.options),
      { name, options },
    );
    await page.close();
    return result;
  }

  it('gives the reference int32s on threads where the page is isolated', async () => {
    const { device, cases, failures } = await run('/', 'wasm', { threads: 2 });
    expect(failures).toEqual([]);
    expect(device).toBe('WebAssembly relaxed SIMD, 2 threads');
    expect(cases).toBeGreaterThan(30);
  });

  it('gives the reference int32s on one thread where it is not, and says what is absent', async () => {
    const { lines, failures } = await run('/?shared=0', 'auto', { threads: 2 });
    expect(failures).toEqual([]);
    expect(lines).toEqual([
      'no cuda: this platform has none',
      expect.stringMatching(/^no webgpu: /),
      'scoring on wasm: WebAssembly relaxed SIMD, 1 thread',
    ]);
  });
});
