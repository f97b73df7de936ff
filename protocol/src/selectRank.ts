/**
 * The element at position `rank` (from 0) of the ascending order, by introselect (Musser 1997): Hoare's quickselect with
 * the median of three, and a sort where crafted data would make that quadratic. Reorders `values`, which hold no NaN.
 */
export function selectRank(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  let roundsLeft = 2 * Math.ceil(Math.log2(values.length + 1)) + 8;
  while (left < right) {
    if (roundsLeft-- === 0) {
      values.subarray(left, right + 1).sort();
      break;
    }
    const pivot = medianOfThree(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
