import { parseHeader } from './BlockHeader.js';
import { type EndpointPool } from './EndpointPool.js';

/**
 * The number behind a tag that more than half of the endpoints have reached, so that one that runs ahead, or says so,
 * moves nobody. Undefined when the tag is unknown to them.
 */
export async function fetchTaggedNumber(
  pool: EndpointPool,
  tag: 'latest' | 'safe' | 'finalized',
): Promise<number | undefined> {
  const fetchNumber = (endpoint: Parameters<Parameters<EndpointPool['ask']>[0]>[0]): Promise<number | undefined> =>
    endpoint.fetch('eth_getBlockByNumber', [tag, false], (reply) =>
      reply === null ? undefined : parseHeader(reply).number,
    );
  const answers = await pool.askAll(fetchNumber);
  if (answers.length === 0) return pool.ask(fetchNumber);
  const numbers = answers.flatMap(({ value }) => (value === undefined ? [] : [value])).sort((a, b) => b - a);
  return numbers[Math.min(Math.floor(answers.length / 2), numbers.length - 1)];
}
