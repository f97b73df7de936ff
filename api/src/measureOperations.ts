import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, Histogram, type Registry } from '@tributary/operations';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Strangers choose the names of their operations: so many are told apart, the rest is `other`. */
const MAX_NAMES = 64;
const NAME = /^\w{1,64}$/;
const CODE = /^[A-Z_]{1,40}$/;

/** Counts operations and measures how long they take, by name; and errors, by `extensions.code`. */
export function measureOperations<Context extends object>(registry: Registry): ApolloServerPlugin<Context> {
  const seconds = new Histogram({
    name: 'tributary_api_request_seconds',
    help: 'Time from a parsed request to its answer, by operation name.',
    labelNames: ['operation', 'outcome'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const errors = new Counter({
    name: 'tributary_api_errors_total',
    help: 'Errors in answers, by code.',
    labelNames: ['code'],
    registers: [registry],
  });
  const names = new Set<string>();
  const label = (name: string | null | undefined): string => {
    if (name == null || name === '') return 'anonymous';
    if (!names.has(name) && (names.size === MAX_NAMES || !NAME.test(name))) return 'other';
    names.add(name);
    return name;
  };

  return {
    async requestDidStart() {
      const startedAtMs = performance.now();
      return {
        async willSendResponse({ operationName, response: { body } }) {
          const found = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          for (const { extensions } of found) {
            const code = extensions?.['code'];
            errors.inc({ code: typeof code === 'string' && CODE.test(code) ? code : 'OTHER' });
          }
          const outcome = found.length > 0 ? 'error' : 'ok';
          const elapsedMs = performance.now() - startedAtMs;
          seconds.observe({ operation: label(operationName), outcome }, elapsedMs / 1000);
        },
      };
    },
  };
}
