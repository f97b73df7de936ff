export { type ApiServer, createServer, PortTakenError, type ServerConfig } from './createServer.js';
export type { NetworkIdentity } from './RequestContext.js';
