import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process runs it under the same lock. The lock is a folder that appears complete, with the
 * owner's process id in it, by one rename; a folder whose owner is gone is taken over.
 *
 * @template T
 * @param {string} lockDir
 * @param {() => Promise<T>} work
 * @param {(ownerPid: number) => void} onWait called once when somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(lockDir, work, onWait) {
  await acquire(lockDir, onWait);
  const release = () => rmSync(lockDir, { recursive: true, force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function acquire(/** @type {string} */ lockDir, /** @type {(ownerPid: number) => void} */ onWait) {
  mkdirSync(dirname(lockDir), { recursive: true });
  const ownDir = mkdtempSync(join(dirname(lockDir), `${basename(lockDir)}-`));
  writeFileSync(join(ownDir, 'pid'), String(process.pid));
  let waited = false;
  for (;;) {
    try {
      renameSync(ownDir, lockDir);
      return;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    }
    const ownerPid = readOwner(lockDir);
    if (ownerPid !== undefined && !isAlive(ownerPid)) {
      takeAway(lockDir, ownerPid);
      continue;
    }
    if (!waited && ownerPid !== undefined) {
      waited = true;
      onWait(ownerPid);
    }
    await sleep(200);
  }
}

/** Removes a dead owner's lock; puts it back if somebody living took it in between. */
function takeAway(/** @type {string} */ lockDir, /** @type {number} */ deadPid) {
  const aside = `${lockDir}-dead-${process.pid}`;
  try {
    renameSync(lockDir, aside);
    if (readOwner(aside) !== deadPid) renameSync(aside, lockDir);
  } catch {
    // Somebody else was quicker.
  }
  rmSync(aside, { recursive: true, force: true });
}

/** @returns {number | undefined} */
function readOwner(/** @type {string} */ lockDir) {
  try {
    return Number(readFileSync(join(lockDir, 'pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
