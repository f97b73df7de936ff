import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRoot } from '../network/getRoot.js';
import { type Verb } from '../Verb.js';

export const version: Verb = {
  summary: 'print the version',
  help: 'tributary version',
  run: async () => {
    const { version: text } = JSON.parse(readFileSync(join(getRoot(), 'package.json'), 'utf8')) as { version: string };
    console.log(`tributary ${text} (Node ${process.versions.node})`);
    return 0;
  },
};
