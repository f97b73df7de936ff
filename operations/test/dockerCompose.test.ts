import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readYaml } from './readYaml.js';

interface Service {
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
}
const text = readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8');
const { services } = readYaml(text) as { services: Record<string, Service> };
const withMetrics = Object.entries(services).filter(([, { environment }]) => environment?.['METRICS_PORT']);

it('every service that has metrics has a port of its own for them, in the one namespace that they share', () => {
  expect(withMetrics.map(([name]) => name).sort()).toEqual([
    'analytics',
    'api',
    'attribution-engine',
    'devnet',
    'squid',
  ]);
  const portOf = /^\w+_PORT$|^PORT$/;
  const ports = Object.values(services)
    .flatMap(({ environment = {} }) => Object.entries(environment))
    .filter(([name]) => portOf.test(name))
    .map(([, port]) => port);
  expect(ports.length).toBeGreaterThan(6);
  expect(new Set(ports).size).toBe(ports.length);
});

it.each(withMetrics)('the health check of %s asks the port that it was given', (_, { environment, healthcheck }) => {
  expect(healthcheck?.test.at(-1)).toContain(`fetch('http://127.0.0.1:${environment!['METRICS_PORT']}/`);
});
