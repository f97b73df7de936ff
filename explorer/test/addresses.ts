/** One address of every route of the explorer, in the ledger that `hostileLedger.ts` makes. */
export const addresses = [
  '/',
  '/datanets',
  '/datanets/1',
  '/contributions/1',
  '/models',
  '/models/2',
  '/inferences',
  '/inferences?verdict=UNPAID,MISPAID',
  '/inferences/1',
  `/accounts/0x${'a'.repeat(40)}`,
  '/blocks/7',
  '/blocks/8',
  '/search?q=anything',
  '/search?q=none',
  '/about',
  '/no/such/page',
];
