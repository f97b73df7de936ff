import { describe, expect, it } from 'vitest';
import { MalformedDigestError, NotCanonicalError, canonicalJson, cidOf, digestOf, digestOfCid } from './index.js';

const HELLO = new TextEncoder().encode('hello world');

describe('digests', () => {
  it('are CIDv1 raw sha2-256, as IPFS names these bytes', () => {
    expect(digestOf(HELLO)).toBe('0xb94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9');
    expect(cidOf(digestOf(HELLO))).toBe('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
    expect(digestOfCid(cidOf(digestOf(HELLO)))).toBe(digestOf(HELLO));
  });

  it.each(['', '0x12', 'Qm', 'bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi', '../etc/passwd'])(
    'refuses %j as a CID of raw bytes',
    (text) => {
      expect(() => digestOfCid(text)).toThrow(MalformedDigestError);
    },
  );
});

describe('canonicalJson', () => {
  it('sorts keys and writes numbers as RFC 8785 says', () => {
    expect(new TextDecoder().decode(canonicalJson({ b: 1e21, a: [0.1, '\u20ac', null], A: true }))).toBe(
      '{"A":true,"a":[0.1,"€",null],"b":1e+21}',
    );
  });

  it.each([NaN, 1n, undefined])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonicalError);
  });
});
