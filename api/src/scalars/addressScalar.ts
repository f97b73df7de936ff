import { createHexScalar } from './createHexScalar.js';

/** An account of the chain. */
export const addressScalar = createHexScalar('Address', 20, 'An account: 0x and 40 hex digits, given in any case.');
