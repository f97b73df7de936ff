import { join } from 'node:path';

/** Where the partitions of a chain are, in a folder for all chains. */
export function getPartitionFolder(analyticsDir: string, chainId: number): string {
  return join(analyticsDir, String(chainId));
}
