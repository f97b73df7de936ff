import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from './createLog.js';
import { OperationsConfigError } from './errors.js';

/** How a process shows itself to those who run it. */
export interface OperationsConfig {
  /** Of health and metrics; 0 takes any free one. */
  port: number;
  host: string;
  logFormat: LogFormat;
  logLevel: LogLevel;
}

/**
 * Reads METRICS_PORT (0), METRICS_HOST (127.0.0.1), LOG_FORMAT (`text`, `json`; text) and LOG_LEVEL (`debug`, `info`,
 * `warn`, `error`; info). What is empty is not there.
 *
 * @throws OperationsConfigError
 */
export function readOperationsConfig(env: Readonly<Record<string, string | undefined>>): OperationsConfig {
  const problems: string[] = [];
  const choose = <Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice => {
    const text = env[name] || fallback;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) problems.push(`${name} is "${text}", not one of ${choices.join(', ')}`);
    return found ?? fallback;
  };
  const portText = env['METRICS_PORT'] || '0';
  if (!/^\d{1,5}$/.test(portText) || Number(portText) > 65_535) {
    problems.push(`METRICS_PORT is "${portText}", not a port number from 0 to 65535`);
  }
  const config = {
    port: Number(portText),
    host: env['METRICS_HOST'] || '127.0.0.1',
    logFormat: choose('LOG_FORMAT', LOG_FORMATS, 'text'),
    logLevel: choose('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  if (problems.length > 0) throw new OperationsConfigError({ problems });
  return config;
}
