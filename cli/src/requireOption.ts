import { UsageError } from './errors.js';

/** The value of an option that has no default. @throws UsageError */
export function requireOption(verb: string, name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError({ problem: `--${name} is missing`, verb });
  return value;
}
