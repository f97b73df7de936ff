import { join } from 'node:path';
import { BootstrapError } from './BootstrapError.mjs';
import { build, isBuilt } from './buildSources.mjs';
import { installDependencies, isInstalled } from './installDependencies.mjs';
import { ROOT } from './root.mjs';
import { withLock } from './withLock.mjs';

/**
 * Makes this checkout ready to run: packages installed, TypeScript compiled, the explorer built where it is needed. Costs
 * tens of milliseconds when there is nothing to do. Runs on the system's Node with nothing installed. Two that start at
 * once take turns.
 *
 * @param {{ explorer: boolean }} needs
 */
export async function bootstrap({ explorer }) {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new BootstrapError(`Node ${process.versions.node} is too old to start with. Install Node 20 or newer.`);
  }
  const isReady = () => isInstalled() && isBuilt('sources') && (!explorer || isBuilt('explorer'));
  if (isReady()) return;
  await withLock(
    join(ROOT, '.tributary/bootstrap.lock'),
    async () => {
      if (!isInstalled()) await installDependencies();
      if (!isBuilt('sources')) await build('sources');
      if (explorer && !isBuilt('explorer')) await build('explorer');
    },
    (ownerPid) =>
      process.stderr.write(`Waiting for process ${ownerPid}, which is installing or building this checkout …\n`),
  );
}
