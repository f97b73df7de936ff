import { describeFacts, type DescribedError } from './describeFacts.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `text` is for people and has a line a message; `json` is for machines and has an object a line. */
export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Says something. Facts may be anything; an error among them brings its own facts along. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

export interface LogOptions {
  service: string;
  format: LogFormat;
  /** Nothing below it is said. */
  level: LogLevel;
  /** Takes whole lines; standard output unless told. */
  write?: (line: string) => void;
}

/**
 * A log of one service. As JSON, each line is `{ time, level, service, message, facts? }` with the time in ISO 8601; as
 * text, the message with its facts behind it. Both without secrets, and a line is one line whatever is said: much of it
 * quotes strangers.
 */
export function createLog({ service, format, level: least, write = writeOut }: LogOptions): Log {
  return (level, message, facts) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    const said = describeFacts(message) as string;
    const described = facts && (describeFacts(facts) as Record<string, unknown>);
    const isBare = !described || Object.keys(described).length === 0;
    if (format === 'text') return write(`${formatText(level, said, described ?? {})}\n`);
    const time = new Date().toISOString();
    write(`${JSON.stringify({ time, level, service, message: said, ...(isBare ? {} : { facts: described }) })}\n`);
  };
}

function writeOut(line: string): void {
  process.stdout.write(line);
}

/** An error among the facts is its message here, with its frames on lines of their own when it was not foreseen. */
function formatText(level: LogLevel, message: string, facts: Record<string, unknown>): string {
  const frames: string[] = [];
  const shown = Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => {
      const error = value as Partial<DescribedError>;
      if (typeof error.name !== 'string' || typeof error.message !== 'string') {
        return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
      }
      frames.push(...(error.stack ?? []));
      return error.message;
    });
  const prefix = level === 'info' ? '' : `${level}: `;
  const line = `${prefix}${message}${shown.length > 0 ? ` (${shown.join(', ')})` : ''}`;
  return [line, ...frames.map((frame) => `    ${frame}`)].map(oneLine).join('\n');
}

/** Neither a line of its own nor a terminal's control sequence can hide in what is quoted. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
