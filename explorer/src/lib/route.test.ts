import { describe, expect, it } from 'vitest';
import { route } from './route.ts';

describe('route', () => {
  it('addresses every kind of thing', () => {
    expect(route.datanet('3')).toBe('/datanets/3');
    expect(route.contribution('12')).toBe('/contributions/12');
    expect(route.trainingRun('2', '5')).toBe('/models/2#run-5');
    expect(route.inferences(['MISPAID', 'UNPAID'])).toBe('/inferences?verdict=MISPAID,UNPAID');
    expect(route.inferences()).toBe('/inferences');
    expect(route.block(7)).toBe('/blocks/7');
  });

  it('keeps hostile ids inside their path segment', () => {
    expect(route.account('../../x?y#z')).toBe('/accounts/..%2F..%2Fx%3Fy%23z');
    expect(route.search('a&b=c')).toBe('/search?q=a%26b%3Dc');
  });
});
