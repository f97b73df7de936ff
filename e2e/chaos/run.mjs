// `npm run chaos -- --seed S --minutes M`. Plain JavaScript for the system's Node, because before it there may be nothing.
import { join } from 'node:path';
import { bootstrap } from '../../cli/bin/bootstrap.mjs';
import { BootstrapError } from '../../cli/bin/BootstrapError.mjs';
import { ROOT } from '../../cli/bin/root.mjs';
import { runOnNode24 } from '../../cli/bin/runOnNode24.mjs';

try {
  await bootstrap({ explorer: false });
  process.exitCode = await runOnNode24(join(ROOT, 'e2e/chaos/main.ts'), process.argv.slice(2));
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof BootstrapError ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode ||= 1;
}
