import type { HostileRequest } from './HostileRequest.ts';

const FILES = [
  'nothing.csv',
  'payouts',
  'payouts.',
  '.csv',
  'payouts.xlsx',
  'payouts.csv.gz',
  '__proto__.csv',
  'constructor.ndjson',
  '%2e%2e%2fetc%2fpasswd.csv',
  '..%00.csv',
  'PAYOUTS.csv',
];
const PARAMETERS = [
  'filter=',
  'filter=%7B',
  'filter=%5B%5D',
  'filter=null',
  'filter=%7B%22nothing%22%3A1%7D',
  'filter=%7B%22role%22%3A%7B%22eq%22%3A%22%27%20OR%201%3D1%20--%22%7D%7D',
  `filter=${'%7B%22a%22%3A'.repeat(400)}`,
  'filter=%7B%7D&filter=%7B%7D',
  'limit=0',
  'limit=-1',
  'limit=1e9',
  'limit=99999999999999999999',
  'asOf=-1',
  'asOf=x',
  'asOf=2147483647',
  'asOf=9999999999',
  'after=',
  'after=x',
  'after=1%27%3B%20DROP%20TABLE%20payout%3B%20--',
  `after=${'9'.repeat(5_000)}`,
  'after=1.1&limit=1&nothing=1',
  'callback=alert(1)',
  'limit=1',
];

/** Downloads of what is no list, up to no block, with filters that are none. */
export function buildExports(): HostileRequest[] {
  const get = (name: string, path: string, method = 'GET'): HostileRequest => ({
    kind: 'export',
    name,
    method,
    path,
    headers: {},
    body: null,
  });
  return [
    ...FILES.map((file) => get(file, `/export/${file}`)),
    ...['csv', 'ndjson', 'parquet'].flatMap((format) =>
      PARAMETERS.map((given) =>
        get(
          `${format} ${given.slice(0, 40)}`,
          `/export/payouts.${format}?${given}${given.startsWith('limit') ? '' : '&limit=3'}`,
        ),
      ),
    ),
    get('HEAD of everything', '/export/inferences.csv', 'HEAD'),
    get('POST', '/export/inferences.csv', 'POST'),
  ];
}
