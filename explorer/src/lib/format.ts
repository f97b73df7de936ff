/** How numbers, money, times and digests are written. Pure, and the same on the server and in the browser. */

const weiPerOpen = 10n ** 18n;

/** 1234567 → "1,234,567". Takes the decimal strings of the API without losing a digit. */
export function formatInteger(value: string | number | bigint): string {
  const text = BigInt(value).toString();
  return text.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Exact OPEN: 1500000000000000001 wei → "1.500000000000000001". Never rounded; trailing zeros are dropped. */
export function formatOpen(amountWei: string | bigint): string {
  const wei = BigInt(amountWei);
  const sign = wei < 0n ? '−' : '';
  const size = wei < 0n ? -wei : wei;
  const fraction = (size % weiPerOpen).toString().padStart(18, '0').replace(/0+$/, '');
  return `${sign}${formatInteger(size / weiPerOpen)}${fraction ? `.${fraction}` : ''}`;
}

/**
 * OPEN for a narrow place: at most `digits` decimals, cut and never rounded up, with a leading "≈" when something was
 * cut. An amount below the last decimal is "<0.000001", never "0".
 */
export function formatOpenShort(amountWei: string | bigint, digits = 6): string {
  const wei = BigInt(amountWei);
  const sign = wei < 0n ? '−' : '';
  const size = wei < 0n ? -wei : wei;
  const unit = 10n ** BigInt(18 - digits);
  if (size !== 0n && size < unit) return `${sign}<${formatOpen(unit)}`;
  const exact = size % unit === 0n;
  return `${exact ? '' : '≈'}${sign}${formatOpen(size - (size % unit))}`;
}

/** "1,234 wei", exact. */
export function formatWei(amountWei: string | bigint): string {
  return formatInteger(amountWei).replace('-', '−') + ' wei';
}

/**
 * A sentence of the engine's for people: digits before "wei" are grouped, and with `brief` whole digests are shortened.
 * Nothing else of it changes.
 */
export function formatReason(reason: string, options: { brief?: boolean } = {}): string {
  const grouped = reason.replace(/(?<![\w.])\d{4,78}(?= wei\b)/g, (digits) => formatInteger(digits));
  if (!options.brief) return grouped;
  return grouped
    .replace(/0x[0-9a-f]{64}\b/gi, (hash) => shortenHex(hash))
    .replace(/\bbaf[a-z2-7]{50,}/g, (cid) => shortenHex(cid, 8, 4));
}

/** A difference always carries its sign: "+12", "−3", "0". */
export function formatSignedInteger(value: string | bigint): string {
  const size = BigInt(value);
  if (size === 0n) return '0';
  return size > 0n ? `+${formatInteger(size)}` : `−${formatInteger(-size)}`;
}

/** 4210 bps → "42.1 %". */
export function formatBps(shareBps: number): string {
  const text = (shareBps / 100).toFixed(shareBps % 10 !== 0 ? 2 : shareBps % 100 !== 0 ? 1 : 0);
  return `${text} %`;
}

/** Share of a whole in bps, rounded down; 0 when the whole is 0. */
export function shareBps(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole);
}

/** "0x1234…cdef" for hashes and addresses; short texts stay whole. */
export function shortenHex(text: string, head = 6, tail = 4): string {
  return text.length <= head + tail + 3 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** 1536 → "1.5 KiB". */
export function formatBytes(byteCount: string | number): string {
  const size = Number(byteCount);
  if (size < 1024) return `${size} B`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KiB` : `${(size / 1024 ** 2).toFixed(1)} MiB`;
}

/** 950 → "950 ms", 1840 → "1.84 s". */
export function formatDuration(elapsedMs: number): string {
  if (elapsedMs < 1000) return `${Math.round(elapsedMs)} ms`;
  return elapsedMs < 120_000 ? `${(elapsedMs / 1000).toFixed(2)} s` : `${Math.round(elapsedMs / 60_000)} min`;
}

/** "2026-11-20 14:03:22 UTC". */
export function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** "12 s ago", "3 min ago", "2 d ago"; what lies ahead is "in 5 s". */
export function formatAge(iso: string, nowMs: number): string {
  const ms = nowMs - new Date(iso).getTime();
  if (Number.isNaN(ms)) return iso;
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 2) return 'just now';
  const text =
    seconds < 60
      ? `${seconds} s`
      : seconds < 3600
        ? `${Math.floor(seconds / 60)} min`
        : seconds < 86_400
          ? `${Math.floor(seconds / 3600)} h`
          : `${Math.floor(seconds / 86_400)} d`;
  return ms < 0 ? `in ${text}` : `${text} ago`;
}
