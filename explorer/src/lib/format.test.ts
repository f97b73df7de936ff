import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBps,
  formatBytes,
  formatDuration,
  formatInteger,
  formatOpen,
  formatOpenShort,
  formatReason,
  formatSignedInteger,
  formatTime,
  formatWei,
  shareBps,
  shortenHex,
} from './format.ts';

const maxUint256 = 2n ** 256n - 1n;

describe('numbers', () => {
  it('groups digits without losing one, up to uint256', () => {
    expect(formatInteger('0')).toBe('0');
    expect(formatInteger('1234567')).toBe('1,234,567');
    expect(formatInteger(maxUint256).replaceAll(',', '')).toBe(maxUint256.toString());
    expect(formatInteger(-1234)).toBe('-1,234');
  });

  it('gives differences their sign', () => {
    expect(formatSignedInteger('1000')).toBe('+1,000');
    expect(formatSignedInteger('-3')).toBe('−3');
    expect(formatSignedInteger('0')).toBe('0');
  });

  it('writes basis points as per cent', () => {
    expect(formatBps(10_000)).toBe('100 %');
    expect(formatBps(4210)).toBe('42.1 %');
    expect(formatBps(1)).toBe('0.01 %');
    expect(shareBps(1n, 3n)).toBe(3333);
    expect(shareBps(1n, 0n)).toBe(0);
  });
});

describe('money', () => {
  it('shows OPEN exactly', () => {
    expect(formatOpen('1500000000000000001')).toBe('1.500000000000000001');
    expect(formatOpen('1')).toBe('0.000000000000000001');
    expect(formatOpen('1000000000000000000000')).toBe('1,000');
    expect(formatOpen('-1000000000000000')).toBe('−0.001');
    expect(formatOpen('0')).toBe('0');
  });

  it('marks what it cut and never rounds up or down to nothing', () => {
    expect(formatOpenShort('1500000000000000000')).toBe('1.5');
    expect(formatOpenShort('1999999999999999999')).toBe('≈1.999999');
    expect(formatOpenShort('1')).toBe('<0.000001');
    expect(formatOpenShort('-1')).toBe('−<0.000001');
    expect(formatOpenShort('0')).toBe('0');
  });

  it('shows wei exactly', () => {
    expect(formatWei('9480000000000000')).toBe('9,480,000,000,000,000 wei');
    expect(formatWei('-12')).toBe('−12 wei');
  });
});

describe('reasons', () => {
  const root = `0x${'5a'.repeat(32)}`;

  it('groups wei and leaves other numbers alone', () => {
    expect(formatReason('17400000000000003 wei of 12 wei, block 1234567, 0.1234 wei')).toBe(
      '17,400,000,000,000,003 wei of 12 wei, block 1234567, 0.1234 wei',
    );
  });

  it('shortens digests only where room is short', () => {
    expect(formatReason(`root ${root} is wrong`)).toBe(`root ${root} is wrong`);
    expect(formatReason(`root ${root} is wrong`, { brief: true })).toBe('root 0x5a5a…5a5a is wrong');
  });
});

describe('the rest', () => {
  it('writes times, ages and durations', () => {
    const at = '2026-11-20T14:03:22.500Z';
    const nowMs = Date.parse(at);
    expect(formatTime(at)).toBe('2026-11-20 14:03:22 UTC');
    expect(formatTime('nonsense')).toBe('nonsense');
    expect(formatAge(at, nowMs + 1000)).toBe('just now');
    expect(formatAge(at, nowMs + 59_000)).toBe('59 s ago');
    expect(formatAge(at, nowMs + 3_600_000)).toBe('1 h ago');
    expect(formatAge(at, nowMs - 5000)).toBe('in 5 s');
    expect(formatDuration(950)).toBe('950 ms');
    expect(formatDuration(1840)).toBe('1.84 s');
  });

  it('shortens hex but never a short text', () => {
    expect(shortenHex(`0x${'ab'.repeat(20)}`)).toBe('0xabab…abab');
    expect(shortenHex('0x1234')).toBe('0x1234');
  });

  it('writes sizes', () => {
    expect(formatBytes('512')).toBe('512 B');
    expect(formatBytes(1536)).toBe('1.5 KiB');
    expect(formatBytes(8 * 1024 ** 2)).toBe('8.0 MiB');
  });
});
