import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKEND_CASES, productsOf } from '../backendCases.js';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);
if (!CHROMIUM) console.warn('SKIPPED: WebGPU on SwiftShader: no Chromium found; set CHROMIUM_PATH.');

/** SwiftShader is a CPU's imitation of a GPU: what is larger runs on a device, by bench/device/run.sh. */
const isQuick = (products: number, capacity: number): boolean => products <= 20_000_000 && capacity <= 1_000_000;
/** A browser that crashes says nothing about a kernel; it is started again so often. */
const ATTEMPTS = 4;

const LIB = new URL('../../../lib/score/', import.meta.url).pathname;
const PAGE = `
  import { BACKEND_CASES, checkBackendCase } from '${LIB}backendCases.js';
  import { createWebgpuBackend } from '${LIB}webgpu/webgpuBackend.js';
  const named = (error) => ({ name: error.name, kind: error.kind, message: error.message });
  let backend, device;
  globalThis.onPage = {
    async openPlain() {
      return createWebgpuBackend(navigator.gpu).then((opened) => opened.device, named);
    },
    async open(options) {
      const requestDevice = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...values) {
        return (device = await requestDevice.apply(this, values));
      };
      let elapsedMs;
      const onDeviceMs = (ms) => (elapsedMs = ms);
      backend = await createWebgpuBackend(navigator.gpu, { allowSoftware: true, onDeviceMs, ...options });
      GPUAdapter.prototype.requestDevice = requestDevice;
      return { device: backend.device, maxRowBytes: backend.maxRowBytes, elapsedMs };
    },
    runCase: (name) =>
      checkBackendCase(backend, BACKEND_CASES.find((known) => known.name === name)).then(() => null, named),
    async lose() {
      const rows = await backend.allocate([64], 10);
      device.destroy();
      return rows.dot([{ values: new Int8Array(64) }]).then(() => null, named);
    },
    async refuse() {
      return backend.allocate([64], Math.floor(backend.maxRowBytes / 64) + 1).then(() => null, named);
    },
  };`;

interface OnPage {
  openPlain(): Promise<unknown>;
  open(options: object): Promise<{ device: string; maxRowBytes: number; elapsedMs: number }>;
  runCase(name: string): Promise<{ message: string } | null>;
  lose(): Promise<unknown>;
  refuse(): Promise<unknown>;
}

describe.skipIf(!CHROMIUM)('WebGPU in Chromium on SwiftShader', () => {
  let folder: string;
  let server: Server;
  let browser: Browser | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-webgpu-'));
    await writeFile(join(folder, 'page.js'), PAGE);
    await writeFile(join(folder, 'index.html'), '<script type="module" src="./page.js"></script>');
    await build({ root: folder, configFile: false, logLevel: 'silent', build: { minify: false, target: 'esnext' } });
    server = createServer((request, response) => {
      const file = request.url === '/' ? 'index.html' : request.url!.slice(1);
      readFile(join(folder, 'dist', file)).then(
        (bytes) =>
          response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html').end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A page with a backend of those options, in the browser that runs or in a new one. */
  async function openPage(options: object): Promise<Page> {
    browser ??= await chromium.launch({
      executablePath: CHROMIUM!,
      args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
    });
    const opened = await browser.newPage();
    await opened.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await opened.waitForFunction(() => 'onPage' in globalThis);
    await opened.evaluate((o) => (globalThis as unknown as { onPage: OnPage }).onPage.open(o), options);
    return opened;
  }

  /** Calls a function of the page; when the browser dies on the way, again in another one. */
  async function onPage<T>(call: (opened: Page) => Promise<T>, options: object = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        page ??= await openPage(options);
        return await call(page);
      } catch (error) {
        if (attempt === ATTEMPTS || !/closed|crash|disconnected|external Instance|was lost/i.test(String(error)))
          throw error;
        console.warn(`Chromium ended in attempt ${attempt}: ${String(error).split('\n')[0]}`);
        await browser?.close().catch(() => undefined);
        browser = page = undefined;
      }
    }
  }

  /** Leaves the page, so that the next call opens one with other options. */
  async function leave(): Promise<void> {
    await page?.close().catch(() => undefined);
    page = undefined;
  }

  const runCase = (name: string, options: object = {}): Promise<{ message: string } | null> =>
    onPage(
      (opened) =>
        opened
          .evaluate((n) => (globalThis as unknown as { onPage: OnPage }).onPage.runCase(n), name)
          .then((failure) => {
            if (failure?.message.includes('was lost')) throw new Error(failure.message);
            return failure;
          }),
      options,
    );

  const quick = BACKEND_CASES.filter((c) => isQuick(productsOf(c), c.capacity));
  it.each(quick)('gives the reference int32s: $name', async ({ name }) => {
    expect(await runCase(name)).toBeNull();
  });

  it('divides rows among buffers', async () => {
    await leave();
    const options = { maxBufferBytes: 10_000, maxRowBytes: 2 ** 30 };
    for (const name of ['prime blocks, many rows', 'rows written in pieces', 'some of the rows']) {
      expect(await runCase(name, options), name).toBeNull();
    }
    await leave();
  });

  it('refuses an adapter on the CPU that nobody named, and more rows than it holds', async () => {
    const refused = await onPage((opened) =>
      opened.evaluate(() => (globalThis as unknown as { onPage: OnPage }).onPage.openPlain()),
    );
    expect(refused).toMatchObject({ name: 'BackendUnavailableError', kind: 'fatal' });
    expect(refused).toMatchObject({ message: expect.stringContaining('computes on the CPU') as unknown });
    const tooMany = await onPage((opened) =>
      opened.evaluate(() => (globalThis as unknown as { onPage: OnPage }).onPage.refuse()),
    );
    expect(tooMany).toMatchObject({ name: 'RowCapacityError' });
  });

  it('says that a device was lost, and that another may be had', async () => {
    const lost = await onPage((opened) =>
      opened.evaluate(() => (globalThis as unknown as { onPage: OnPage }).onPage.lose()),
    );
    expect(lost).toMatchObject({ name: 'DeviceLostError', kind: 'retryable' });
    await leave();
  });
});
