import { describe, expect, it } from 'vitest';
import { pageHref, readPage } from './page.ts';

const at = (search: string) => new URL(`http://explorer.test/accounts/0x1${search}`);

describe('pages of a list', () => {
  it('starts at the newest', () => {
    expect(readPage(at(''), 'page', 20)).toEqual({ first: 20, after: null, last: null, before: null });
    expect(readPage(at('?page=rubbish'), 'page', 20)).toEqual({ first: 20, after: null, last: null, before: null });
  });

  it('goes both ways, with cursors that contain anything', () => {
    const older = pageHref(at('?verdict=UNPAID'), 'page', { after: 'a.b+c/=' });
    expect(readPage(new URL(older, 'http://explorer.test'), 'page', 5)).toEqual({
      first: 5,
      after: 'a.b+c/=',
      last: null,
      before: null,
    });
    expect(older).toContain('verdict=UNPAID');
    const newer = new URL(pageHref(at(''), 'page', { before: 'x' }), 'http://explorer.test');
    expect(readPage(newer, 'page', 5)).toEqual({ first: null, after: null, last: 5, before: 'x' });
  });

  it('leaves other lists of the page where they are', () => {
    expect(pageHref(at('?payouts=after.p'), 'asked', { after: 'q' })).toBe(
      '/accounts/0x1?payouts=after.p&asked=after.q#asked',
    );
    expect(pageHref(at('?payouts=after.p'), 'payouts', null)).toBe('/accounts/0x1#payouts');
  });
});
