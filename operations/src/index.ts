export {
  createLog,
  LOG_FORMATS,
  LOG_LEVELS,
  type Log,
  type LogFormat,
  type LogLevel,
  type LogOptions,
} from './createLog.js';
export { createReadGauge, type ReadGaugeOptions, type Reading } from './createReadGauge.js';
export { createRegistry, type RegistryOptions } from './createRegistry.js';
export { endOnSignals, type EndOptions } from './endOnSignals.js';
export { OperationsConfigError, OperationsPortTakenError, TooSlowError } from './errors.js';
export { type HealthCheck, type HealthCheckResult } from './HealthChecks.js';
export { readOperationsConfig, type OperationsConfig } from './readOperationsConfig.js';
export { redactSecrets } from './redactSecrets.js';
export { runService, type ServiceContext, type ServiceOptions, type StartedService } from './runService.js';
export { serveOperations, type Operations, type OperationsOptions } from './serveOperations.js';
// By these, and not by the library's name: another version of it is installed beside this one.
export { Counter, Gauge, Histogram, Registry } from 'prom-client';
