import { runService } from '@tributary/operations';
import { readConfig } from './config.js';
import { createEngine } from './worker/createEngine.js';
import { ENGINE_VERSION } from './worker/engineVersion.js';

await runService({
  service: 'engine',
  version: ENGINE_VERSION,
  process,
  env: process.env,
  exit: (code) => process.exit(code),
  async start({ env, log, registry }) {
    const engine = await createEngine(readConfig(env), log, registry);
    log('info', `scoring on ${engine.device}`);
    return { checks: engine.checks, stop: () => engine.stop() };
  },
});
