import type { PayoutItem } from '@tributary/protocol';

/** Every way of being wrong on purpose, named by the verdict it should earn. */
export const CHEATS = [
  'MISPAID',
  'FORGED_QUERY',
  'UNDERPAID',
  'UNPAID',
  'OVERPAID',
  'UNAVAILABLE',
  'BAD_INDEX',
] as const;
export type Cheat = (typeof CHEATS)[number];

/** What a cheating operator pays instead of what is due. Cheats that are not about amounts leave it as it is. */
export function cheatPayouts(due: readonly PayoutItem[], cheat: Cheat | undefined, operator: string): PayoutItem[] {
  const contributors = due.filter(({ role }) => role === 'CONTRIBUTOR' || role === 'UNATTRIBUTED');
  const largest = contributors.reduce((a, b) => (b.amountWei > a.amountWei ? b : a), contributors[0]!);
  switch (cheat) {
    case 'MISPAID':
      return due.map((item) => (item === largest ? { ...item, recipient: operator } : item));
    case 'UNDERPAID':
      return due.map((item) =>
        contributors.includes(item) ? { ...item, amountWei: (item.amountWei * 2n) / 3n } : item,
      );
    case 'OVERPAID':
      return [
        ...due,
        { recipient: operator, role: 'MODEL', contributionId: 0n, amountWei: largest.amountWei / 2n + 1n },
      ];
    case 'UNPAID':
      return [];
    default:
      return [...due];
  }
}
