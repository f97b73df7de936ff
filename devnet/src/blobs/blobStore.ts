import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { cidOf, digestOf, digestOfCid, type Digest } from '@tributary/protocol';
import { PortTakenError } from '../errors.js';

/** A folder of blobs, each under the CID of its bytes. */
export class BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** Keeps the bytes and gives their digest. Writing the same bytes again changes nothing. */
  put(bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    const file = this.#fileOf(digest);
    if (!existsSync(file)) {
      writeFileSync(`${file}.${process.pid}`, bytes);
      renameSync(`${file}.${process.pid}`, file);
    }
    return digest;
  }

  /** The bytes of a digest; undefined when they are not here. */
  get(digest: string): Uint8Array | undefined {
    const file = this.#fileOf(digest);
    return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
  }

  /** Where the bytes of a digest stand, whether or not they do. */
  #fileOf(digest: string): string {
    return join(this.#folder, cidOf(digest));
  }

  /** Serves `GET /ipfs/<cid>` on loopback, as a trustless gateway does. Port 0 takes any free one. */
  async serve(port: number): Promise<{ gateway: string; close(): Promise<void> }> {
    const server = createServer((request, response) => {
      const cid = /^\/ipfs\/([a-z2-7]{1,128})$/.exec(request.url ?? '')?.[1];
      const file = cid && this.#existing(cid);
      if (!file) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('no such blob\n');
        return;
      }
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      });
      // Closes the file when the client goes away, and the connection when the file cannot be read.
      pipeline(createReadStream(file), response, () => undefined);
    });
    const actual = await listen(server, port);
    return {
      gateway: `http://127.0.0.1:${actual}/ipfs/`,
      close: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    };
  }

  #existing(cid: string): string | undefined {
    try {
      const file = this.#fileOf(digestOfCid(cid));
      return existsSync(file) ? file : undefined;
    } catch {
      return undefined;
    }
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError({ port, service: 'the blob store' }) : error),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}
