import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: where package.json, package-lock.json and node_modules are. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Node 24, installed as a package, because the system's own may be too old for half of the dependencies. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

/** What was installed and built last; below node_modules, so that it goes when they go. */
export const STAMPS = join(ROOT, 'node_modules/.cache/tributary');
