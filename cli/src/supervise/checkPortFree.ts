import { once } from 'node:events';
import { createServer } from 'node:net';
import { PortTakenError } from '../errors.js';

/** @throws PortTakenError when something listens on this loopback port, on IPv4 or on all addresses */
export async function checkPortFree(port: number, service: string): Promise<void> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new PortTakenError({ port, service });
    throw error;
  }
  server.close();
  await once(server, 'close');
}
