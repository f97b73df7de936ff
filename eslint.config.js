import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const PACKAGES =
  'protocol|operations|chain|contracts|lora|db|squid|attribution-engine|analytics|api|explorer|devnet|cli|e2e';

const siblingsByName = [
  {
    regex: `^(\\.\\./)+(${PACKAGES})/(src|lib)/`,
    message: 'Import a sibling package by its name, not by a path.',
  },
  {
    regex: '^@tributary/[a-z-]+/(src|lib)/',
    message: 'Import what the package exports, not a file within it.',
  },
];

const noNodeModules = { regex: '^node:', message: 'protocol runs in a browser: no I/O, no Node modules.' };

/** Promises that nobody waits for, and verdicts that nobody handles. */
const whatOnlyTypesCanFind = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

const TESTS = ['*/src/**/*.test.ts', '*/test/**/*.ts', '*/bench/**/*.ts', 'e2e/**/*.ts'];

const outsideMain = [
  { object: 'process', property: 'env', message: 'Only main.ts and cli read the environment; take a parameter.' },
  { object: 'process', property: 'exit', message: 'Only main.ts and cli end the process; throw or return.' },
];

export default defineConfig(
  globalIgnores([
    '*/lib/',
    '**/build/',
    '**/.svelte-kit/',
    '**/generated/',
    '**/src/abi/',
    '**/*.generated.*',
    'contracts/abi/',
    'coverage/',
    '.tributary*/',
  ]),
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: globals.node },
    // A rule that does not fit is discussed here, once, instead of being switched off line by line.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 500 }],
      // Text from the chain is hostile: control characters are matched on purpose.
      'no-control-regex': 'off',
      'no-restricted-imports': ['error', { patterns: siblingsByName }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['*/src/**/*.ts'],
    ignores: ['explorer/**', '**/*.test.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: whatOnlyTypesCanFind,
  },
  {
    files: TESTS,
    ignores: ['explorer/**'],
    languageOptions: { parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
    rules: whatOnlyTypesCanFind,
  },
  {
    files: ['*/src/**/*.ts'],
    ignores: ['**/main.ts', '**/*.test.ts', 'cli/**', 'explorer/**'],
    rules: { 'no-restricted-properties': ['error', ...outsideMain] },
  },
  {
    files: ['protocol/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [...siblingsByName, noNodeModules] }] },
  },
  {
    // TypeORM's migrations are CommonJS.
    files: ['db/migrations/**/*.js', '**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // db is CommonJS: it loads its migrations by path.
    files: ['db/src/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['explorer/src/**', 'explorer/test/**'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Every address comes from explorer/src/lib/route.ts, which resolves it; the rule cannot see through the call.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
);
