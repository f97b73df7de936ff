import { describe, expect, it } from 'vitest';
import { UnknownMethodError, methodName, parseMethod } from './gradientRule.js';

describe('parseMethod', () => {
  it.each([
    ['gradient/1', 256],
    ['gradient/1?k=1', 1],
    ['gradient/1?k=128', 128],
    ['gradient/1?k=133144', 133_144],
  ])('%s projects to %i, and is that rule`s only name', (method, blockDimension) => {
    expect(parseMethod(method)).toEqual({ blockDimension });
    expect(methodName({ blockDimension })).toBe(method);
  });

  it.each([
    ['', 'nothing'],
    ['gradient/2', 'a later rule'],
    ['gradient/10', 'a longer number'],
    ['Gradient/1', 'another case'],
    ['gradient/1 ', 'a space after'],
    ['gradient/1\n', 'a line break after'],
    ['gradient/1?k=', 'no number'],
    ['gradient/1?k=0', 'zero'],
    ['gradient/1?k=-1', 'a negative number'],
    ['gradient/1?k=0128', 'a leading zero'],
    ['gradient/1?k=1e2', 'an exponent'],
    ['gradient/1?k=١٢', 'digits of another script'],
    ['gradient/1?k=256', 'the default, which has its own name'],
    ['gradient/1?k=133145', 'more than an int32 can hold'],
    ['gradient/1?k=128&k=64', 'two numbers'],
    ['gradient/1?k=99999999999999999999', 'a number beyond all'],
  ])('refuses %j: %s', (method) => {
    expect(() => parseMethod(method)).toThrow(UnknownMethodError);
  });
});
