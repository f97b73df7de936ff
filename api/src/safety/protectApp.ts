import cors from 'cors';
import type { Express } from 'express';
import helmet from 'helmet';
import type { SafetySettings } from './SafetySettings.js';

const PREFLIGHT_MAX_AGE_SECONDS = 24 * 60 * 60;
/** What pages of other origins may read beside the body. */
const EXPOSED_HEADERS = [
  ...['retry-after', 'x-operation-cost', 'x-cost-remaining'],
  ...['link', 'etag', 'content-disposition', 'x-as-of-block', 'x-newest-block', 'x-newest-block-hash', 'x-row-count'],
];

/**
 * Headers of everything the server answers. Pages of any origin may read answers, since they are public, but never with
 * credentials; an answer is never run, framed or sniffed as something else.
 */
export function protectApp(app: Express, settings: Pick<SafetySettings, 'trustedProxies' | 'corsOrigins'>): void {
  app.disable('x-powered-by');
  app.set('trust proxy', settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies]);
  // Other query parsers build objects of strangers' keys.
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] },
      },
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      // Whether this is served over TLS is decided in front of it.
      strictTransportSecurity: false,
    }),
    cors({
      origin: settings.corsOrigins === '*' ? '*' : [...settings.corsOrigins],
      methods: ['GET', 'HEAD', 'POST'],
      credentials: false,
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: PREFLIGHT_MAX_AGE_SECONDS,
    }),
  );
}
