import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const isThere = (path: string) => existsSync(fileURLToPath(new URL(path, import.meta.url)));

/** One embedded Postgres for the whole run; test databases are cut from a template in it. */
const POSTGRES_SETUP = '@tributary/db/vitest-global-setup';

const packages: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'packages',
    include: ['*/src/**/*.test.ts', '*/test/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/lib/**', 'explorer/**'],
    globalSetup: [fileURLToPath(import.meta.resolve(POSTGRES_SETUP))],
  },
};

/** Resolves `$lib` and `$app` as the built explorer does. */
const explorer: TestProjectConfiguration = {
  extends: './explorer/vite.config.ts',
  root: './explorer',
  test: {
    name: 'explorer',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
};

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: isThere('./explorer/vite.config.ts') ? [packages, explorer] : [packages],
  },
});
