import { FatalError } from '@tributary/protocol';

/** The environment does not describe a runnable devnet; lists every problem at once. */
export class DevnetConfigError extends FatalError {
  constructor(facts: { problems: string[] }) {
    super(`The devnet's settings are wrong: ${facts.problems.join('; ')}. See docs/operations.md.`, facts);
  }
}

/** Everything the devnet process is told from outside. */
export interface DevnetConfig {
  /** Chain state and blobs. */
  dataDir: string;
  /** 0 takes any free port. */
  rpcPort: number;
  blobPort: number;
  settlementsPerSecond: number;
  /** One settlement in so many is wrong on purpose; 0 for none. */
  dishonestOneIn: number;
  /** Decides what is asked and who cheats. */
  seed: string;
}

/** Reads the settings of the devnet; throws {@link DevnetConfigError}. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): DevnetConfig {
  const problems: string[] = [];
  const number = (name: string, fallback: number, max: number, { whole = true } = {}): number => {
    const value = Number(env[name] ?? fallback);
    if (!(value >= 0 && value <= max) || (whole && !Number.isInteger(value))) {
      problems.push(`${name} is "${env[name]}", not a ${whole ? 'whole ' : ''}number up to ${max}`);
    }
    return value;
  };
  const config = {
    dataDir: env['DATA_DIR'] ?? '',
    rpcPort: number('RPC_PORT', 0, 65_535),
    blobPort: number('BLOB_PORT', 0, 65_535),
    settlementsPerSecond: number('SETTLEMENTS_PER_SECOND', 0.5, 20, { whole: false }),
    dishonestOneIn: number('DISHONEST_ONE_IN', 8, 1e6),
    seed: env['SEED'] ?? String(Date.now()),
  };
  if (!config.dataDir) problems.push('DATA_DIR is missing');
  if (problems.length > 0) throw new DevnetConfigError({ problems });
  return config;
}
