import { expect, it } from 'vitest';
import { OperationsConfigError } from './errors.js';
import { readOperationsConfig } from './readOperationsConfig.js';

it('has a default for everything; what is empty is not there', () => {
  const standard = { port: 0, host: '127.0.0.1', logFormat: 'text', logLevel: 'info' };
  expect(readOperationsConfig({})).toEqual(standard);
  expect(readOperationsConfig({ METRICS_PORT: '', METRICS_HOST: '', LOG_FORMAT: '', LOG_LEVEL: '' })).toEqual(standard);
});

it('reads them all', () => {
  const env = { METRICS_PORT: '9464', METRICS_HOST: '::1', LOG_FORMAT: 'json', LOG_LEVEL: 'debug' };
  expect(readOperationsConfig(env)).toEqual({ port: 9464, host: '::1', logFormat: 'json', logLevel: 'debug' });
});

it.each(['-1', '65536', '1e3', ' 80', '80.5'])('refuses the port "%s"', (port) => {
  expect(() => readOperationsConfig({ METRICS_PORT: port })).toThrow(OperationsConfigError);
});

it('names every problem at once', () => {
  expect(() => readOperationsConfig({ METRICS_PORT: 'x', LOG_FORMAT: 'xml', LOG_LEVEL: 'all' })).toThrow(
    /METRICS_PORT is "x".*; LOG_FORMAT is "xml", not one of text, json; LOG_LEVEL is "all"/,
  );
});
