import type { Abi } from 'viem';

/** A compiled contract, as `contracts/abi/<Name>.json` holds it. */
export interface Artifact {
  contractName: string;
  abi: Abi;
  bytecode: `0x${string}`;
  compiler: string;
  sourceDigest: string;
}

export declare function compileSolidity(files: string[]): Promise<Artifact[]>;
