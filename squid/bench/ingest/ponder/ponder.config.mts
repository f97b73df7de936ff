import { createConfig } from 'ponder';
import { http } from 'viem';
import { readFileSync } from 'node:fs';

const abiOf = (name: string) => JSON.parse(readFileSync(`${process.env['LEDGER_ABI_DIR']}/${name}.json`, 'utf8'));
const addresses = JSON.parse(process.env['LEDGER_ADDRESSES']!) as Record<string, `0x${string}`>;
const contract = (name: string) => ({ abi: abiOf(name), network: 'ledger', address: addresses[name]!, startBlock: 0 });

export default createConfig({
  database: { kind: 'postgres', connectionString: process.env['DATABASE_URL']! },
  networks: {
    ledger: {
      chainId: 31337,
      transport: http(process.env['LEDGER_RPC_URL']),
      disableCache: true,
      pollingInterval: 200,
    },
  },
  contracts: {
    DatanetRegistry: contract('DatanetRegistry'),
    ModelRegistry: contract('ModelRegistry'),
    InferenceMarket: contract('InferenceMarket'),
    AttributionSettlement: contract('AttributionSettlement'),
  },
});
