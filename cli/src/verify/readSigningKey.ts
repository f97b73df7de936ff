import { readFileSync } from 'node:fs';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { SigningKeyError } from './errors.js';

/**
 * The account that signs, from a file or the environment: an argument would stand in the list of processes. Undefined when
 * neither is given. @throws SigningKeyError
 */
export function readSigningKey(keyFile: string | undefined, env: NodeJS.ProcessEnv): PrivateKeyAccount | undefined {
  const source = keyFile ?? 'TRIBUTARY_KEY';
  const text = keyFile === undefined ? env['TRIBUTARY_KEY'] : readFileSync(keyFile, 'utf8');
  if (text === undefined || text.trim() === '') {
    if (keyFile === undefined) return undefined;
    throw new SigningKeyError({ source, problem: 'is empty' });
  }
  const key = text.trim();
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new SigningKeyError({ source, problem: 'holds no private key' });
  try {
    return privateKeyToAccount(key as `0x${string}`);
  } catch {
    throw new SigningKeyError({ source, problem: 'holds a number that is no private key' });
  }
}
