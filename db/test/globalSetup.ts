export { default } from '@tributary/db/vitest-global-setup';
