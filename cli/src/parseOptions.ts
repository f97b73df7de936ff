import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './errors.js';

/**
 * Node's `parseArgs`, with errors in one sentence.
 *
 * @throws UsageError
 */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  verb: string,
  args: readonly string[],
  options: Options,
  positionalCount = 0,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positionalCount > 0, strict: true });
    if (parsed.positionals.length > positionalCount) {
      throw new UsageError({ problem: `Unexpected "${parsed.positionals[positionalCount]}"`, verb });
    }
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split(/\.( |$)/);
    throw new UsageError({ problem: sentence, verb });
  }
}

/**
 * A number given as text.
 *
 * @throws UsageError when it is not one, or outside `min` … `max`
 */
export function parseNumber(
  verb: string,
  name: string,
  text: string,
  { min, max, isInteger = false }: { min: number; max: number; isInteger?: boolean },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= min && value <= max) || (isInteger && !Number.isInteger(value))) {
    const kind = isInteger ? 'a whole number' : 'a number';
    throw new UsageError({ problem: `--${name} takes ${kind} from ${min} to ${max}, not "${text}"`, verb });
  }
  return value;
}
