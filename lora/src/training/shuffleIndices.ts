import { createSeededRandom } from '@tributary/protocol';

/** 0 … count−1 in an order drawn from `createSeededRandom(label)` (Fisher–Yates from the end). */
export function shuffleIndices(count: number, label: string): number[] {
  const random = createSeededRandom(label);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.nextFloat() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
