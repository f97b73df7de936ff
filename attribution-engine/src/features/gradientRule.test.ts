import { describe, expect, it } from 'vitest';
import { GRADIENT_1, UnknownMethodError, methodName, parseMethod, type GradientRule } from './gradientRule.js';

describe('parseMethod', () => {
  it.each([
    ['gradient/1', {}],
    ['gradient/2', { version: 2 }],
    ['gradient/2?k=64&precondition=none', { version: 2, blockDimension: 64, precondition: 'none' }],
    ['gradient/1?k=1', { blockDimension: 1 }],
    ['gradient/1?k=128', { blockDimension: 128 }],
    ['gradient/1?k=133144', { blockDimension: 133_144 }],
    ['gradient/1?features=final', { stages: ['final'] }],
    ['gradient/1?precondition=none', { precondition: 'none' }],
    [
      'gradient/1?features=start&k=64&precondition=datainf',
      { blockDimension: 64, stages: ['start'], precondition: 'datainf' },
    ],
  ] as const)('%s is the only name of that rule', (method, changes) => {
    const rule: GradientRule = { ...GRADIENT_1, ...changes };
    expect(parseMethod(method)).toEqual(rule);
    expect(methodName(rule)).toBe(method);
  });

  it.each([
    ['', 'nothing'],
    ['gradient/3', 'a later rule'],
    ['gradient/2?features=start', 'one stage for a rule of two'],
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
    ['gradient/1?k=128&features=final', 'another order'],
    ['gradient/1?features=start,final', 'the default, which has its own name'],
    ['gradient/1?features=final,start', 'the default in another order'],
    ['gradient/1?features=middle', 'a stage that is none'],
    ['gradient/1?features=final,final', 'a stage twice'],
    ['gradient/1?precondition=inverse', 'the default, which has its own name'],
    ['gradient/1?precondition=identity', 'a preconditioner that is none'],
    ['gradient/1?', 'no parameter'],
    ['gradient/1?seed=1', 'a parameter that is none'],
  ])('refuses %j: %s', (method) => {
    expect(() => parseMethod(method)).toThrow(UnknownMethodError);
  });
});
