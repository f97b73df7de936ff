import { createEndpointPool, type EndpointSettings } from './createEndpointPool.js';
import { EndpointSettingError, NoEndpointLeftError } from './errors.js';
import { Fields } from './Fields.js';

/** The chain that all of the endpoints that answer serve. @throws EndpointSettingError when they serve several */
export async function fetchChainId(settings: Omit<EndpointSettings, 'chainId'>): Promise<number> {
  const pool = createEndpointPool({ ...settings, chainId: undefined });
  const fetchOne = (endpoint: (typeof pool.endpoints)[number]): Promise<number> =>
    endpoint.fetch('eth_chainId', [], (reply) => new Fields('chain id', { chainId: reply }).number('chainId'));
  const answers = await pool.askAll(fetchOne);
  const [first, ...others] = answers;
  if (!first) throw new NoEndpointLeftError({ problems: pool.problems });
  const other = others.find(({ value }) => value !== first.value);
  if (other) {
    const position = pool.endpoints.indexOf(other.endpoint) + 1;
    const problem = `serves chain ${other.value}, and ${first.endpoint.name} chain ${first.value}`;
    throw new EndpointSettingError({ position, problem });
  }
  return first.value;
}
