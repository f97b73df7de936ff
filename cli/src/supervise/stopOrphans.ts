import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { getServiceMark } from './ChildService.js';
import { endProcessGroup, listProcessGroup, waitForProcessGroup } from './processGroup.js';

/** Services end by themselves when the channel to their parent breaks; this long they may take. */
const OWN_END_MS = 6_000;
const STOP_MS = 10_000;

/**
 * Ends what an earlier start of this data folder left behind when it was killed. Only processes that carry this
 * folder's own mark are touched.
 */
export async function stopOrphans(dataDir: string, notice: (text: string) => void): Promise<void> {
  const runDir = join(dataDir, 'run');
  const pidFiles = readdirSync(runDir, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.pid') && entry.name !== 'start.pid',
  );
  await Promise.all(
    pidFiles.map(async ({ name }) => {
      const service = name.slice(0, -'.pid'.length);
      const mark = getServiceMark(service, dataDir);
      const pid = Number(readFileSync(join(runDir, name), 'utf8'));
      if (Number.isInteger(pid) && pid > 1 && listProcessGroup(pid, mark).length > 0) {
        notice(`Waiting for the ${service} of an earlier start (process ${pid}) to end.`);
        if (!(await waitForProcessGroup(pid, mark, OWN_END_MS))) await endProcessGroup(pid, mark, STOP_MS);
      }
      rmSync(join(runDir, name), { force: true });
    }),
  );
}
