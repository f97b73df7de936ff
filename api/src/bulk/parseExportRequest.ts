import { allLists, type ExportList, getExportList } from '@tributary/db';
import { BadExportError, ExportNotFoundError } from './errors.js';

export const EXPORT_FORMATS = ['csv', 'ndjson', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportRequest {
  readonly name: string;
  readonly list: ExportList;
  readonly format: ExportFormat;
  /** As it came, parsed; the database's lists check it. */
  readonly filter: unknown;
  readonly asOfBlock: number | null;
  readonly after: readonly string[] | null;
  readonly limit: number | null;
}

const PARAMETERS = ['filter', 'asOf', 'after', 'limit'] as const;
const MAX_FILTER_LENGTH = 8_192;
const MAX_INT4 = 0x7fffffff;
const KEY_PATTERNS = { int: '\\d{1,10}', numeric: '\\d{1,78}', text: '[\\w.:-]{1,200}' } as const;

const lists: ReadonlyMap<string, ExportList> = new Map(
  allLists.map((definition) => [definition.name, getExportList(definition)]),
);

/** Names of the lists that can be exported. */
export const EXPORT_NAMES: readonly string[] = [...lists.keys()];

/**
 * @param file `<list>.<format>`
 * @throws ExportNotFoundError, BadExportError
 */
export function parseExportRequest(file: string, query: Readonly<Record<string, unknown>>): ExportRequest {
  const [name = '', format = '', ...rest] = file.split('.');
  const list = lists.get(name);
  if (list === undefined || !isFormat(format) || rest.length > 0)
    throw new ExportNotFoundError({ lists: EXPORT_NAMES, formats: EXPORT_FORMATS });
  for (const parameter of Object.keys(query)) {
    if (!(PARAMETERS as readonly string[]).includes(parameter))
      throw new BadExportError({
        parameter: parameter.slice(0, 64),
        problem: `does not exist; use ${PARAMETERS.join(', ')}`,
      });
  }
  const { asOf, limit } = query;
  const asOfBlock = readInteger('asOf', asOf, 0);
  if (asOfBlock !== null && !list.isByBlock)
    throw new BadExportError({
      parameter: 'asOf',
      problem: `means nothing for ${name}, which tells what is now; leave it out`,
    });
  return {
    name,
    list,
    format,
    filter: readFilter(query['filter']),
    asOfBlock,
    after: readCursor(list, query['after']),
    limit: readInteger('limit', limit, 1),
  };
}

function isFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text);
}

function readInteger(parameter: string, value: unknown, minimum: number): number | null {
  if (value === undefined) return null;
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (number >= minimum && number <= MAX_INT4) return number;
  throw new BadExportError({ parameter, problem: `is not a whole number from ${minimum} to ${MAX_INT4}; give one` });
}

function readFilter(value: unknown): unknown {
  if (value === undefined) return null;
  const fail = (problem: string): never => {
    throw new BadExportError({ parameter: 'filter', problem });
  };
  if (typeof value !== 'string') return fail('is given more than once; give it once');
  if (value.length > MAX_FILTER_LENGTH) return fail(`is longer than ${MAX_FILTER_LENGTH} characters; ask for less`);
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return fail('is not JSON; give what the filter argument of the list takes, as {"role":{"eq":"MODEL"}}');
  }
}

/** Keys joined by hyphens; only the last of them may hold hyphens itself. */
function readCursor({ keys }: ExportList, value: unknown): readonly string[] | null {
  if (value === undefined) return null;
  const pattern = new RegExp(`^${keys.map(({ type }) => `(${KEY_PATTERNS[type]})`).join('-')}$`);
  const found = typeof value === 'string' ? pattern.exec(value)?.slice(1) : undefined;
  const isInRange = found?.every((text, index) => keys[index]?.type !== 'int' || Number(text) <= MAX_INT4);
  if (found === undefined || !isInRange)
    throw new BadExportError({
      parameter: 'after',
      problem: 'is not the cursor of a row of this list; use one of its first column',
    });
  return found;
}
