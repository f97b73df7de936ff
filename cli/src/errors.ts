import { FatalError, RetryableError } from '@tributary/protocol';

/** The command line is not one this program understands. */
export class UsageError extends FatalError {
  constructor(facts: { problem: string; verb?: string }) {
    const command = facts.verb ? `npx tributary ${facts.verb} --help` : 'npx tributary help';
    super(`${facts.problem}. See \`${command}\`.`, facts);
  }
}

/** Another process listens where a service should. */
export class PortTakenError extends FatalError {
  constructor(facts: { port: number; service: string }) {
    super(
      `Port ${facts.port}, wanted by the ${facts.service}, is taken. ` +
        'Stop what listens there, or choose other ports with `--port`.',
      facts,
    );
  }
}

/** A second start of the same data folder. */
export class AlreadyRunningError extends FatalError {
  constructor(facts: { dataDir: string; pid: number }) {
    super(
      `Already running on ${facts.dataDir}, as process ${facts.pid}. ` +
        'Stop it with Ctrl-C there, or run a second copy with `--data` and `--port`.',
      facts,
    );
  }
}

/** The data folder cannot be made or written. */
export class DataDirUnusableError extends FatalError {
  constructor(facts: { dataDir: string; reason: string; cause?: unknown }) {
    super(
      `The data folder ${facts.dataDir} cannot be written (${facts.reason}). Change its permissions, or choose another with \`--data\`.`,
      { dataDir: facts.dataDir, reason: facts.reason },
      { cause: facts.cause },
    );
  }
}

/** Too little room to start: Postgres would stop halfway through. */
export class DiskFullError extends FatalError {
  constructor(facts: { dataDir: string; freeMiB: number; neededMiB: number }) {
    super(
      `Only ${facts.freeMiB} MiB are free where ${facts.dataDir} lies, ${facts.neededMiB} MiB are needed. ` +
        'Free some, or choose another folder with `--data`.',
      facts,
    );
  }
}

/** A service ended again and again within seconds. `lastLines` is what it said last. */
export class ServiceGaveUpError extends FatalError {
  constructor(facts: {
    service: string;
    ending: string;
    deathCount: number;
    lastLines: readonly string[];
    logFile: string;
  }) {
    super(
      `${facts.service} ended ${facts.deathCount} times in a row (${facts.ending}). ` +
        `Read ${facts.logFile}, put right what it says, and start again.`,
      facts,
    );
  }
}

/** A service lives but never said that it is ready. */
export class ServiceNotReadyError extends RetryableError {
  constructor(facts: { service: string; waitedMs: number; lastLines: readonly string[]; logFile: string }) {
    super(
      `${facts.service} was not ready after ${Math.round(facts.waitedMs / 1000)} s. Read ${facts.logFile}, and start again.`,
      facts,
    );
  }
}

/** Something was stopped before it was ready, because everything is being stopped. */
export class StoppedError extends RetryableError {
  constructor(facts: { service: string }) {
    super(`${facts.service} was stopped before it was ready. Start again.`, facts);
  }
}

/** `--no-devnet` needs to be told where the chain and the bytes are. */
export class MissingSettingError extends FatalError {
  constructor(facts: { setting: string; purpose: string }) {
    super(`${facts.setting} is not set: ${facts.purpose}. Set it in the environment and start again.`, facts);
  }
}

/** The API did not answer a query with data. */
export class ApiQueryError extends RetryableError {
  constructor(facts: { url: string; reason: string }) {
    super(`${facts.url} did not answer: ${facts.reason}. Is the network started?`, facts);
  }
}

/** There is no such benchmark. */
export class BenchmarkNotFoundError extends FatalError {
  constructor(facts: { name: string; known: readonly string[] }) {
    super(
      `There is no benchmark "${facts.name}". ` +
        (facts.known.length > 0 ? `Choose one of: ${facts.known.join(', ')}.` : 'No package has one yet.'),
      facts,
    );
  }
}
