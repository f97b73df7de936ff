// `@tributary/devnet/chain`: the local chain without the actors' models, for tests of other packages.
export { DEVNET_CHAIN_ID, REORG_LIMIT_BLOCKS, startAnvil, type Anvil, type AnvilOptions } from './anvil.js';
export { ChainActor, type ChainActorOptions, type ContractCall } from './ChainActor.js';
export { PROTOCOL_ACCOUNTS, deployContracts } from './deployContracts.js';
export { devnetContracts, type DevnetContractName, type DevnetContracts } from './devnetContracts.js';
export {
  AnvilBinaryMissingError,
  AnvilStartError,
  ChainUnreachableError,
  DeploymentMismatchError,
  PortTakenError,
  ReceiptTimeoutError,
  ReorgError,
  TransactionRefusedError,
  TransactionRevertedError,
} from './errors.js';
export { reorg } from './reorg.js';
