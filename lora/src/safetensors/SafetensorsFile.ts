import { open, type FileHandle } from 'node:fs/promises';
import { MalformedSafetensorsError } from '../errors.js';
import { encodeSafetensorsHeader, type TensorLayout } from './encodeSafetensorsHeader.js';
import { parseHeaderLength, parseSafetensorsHeader, type SafetensorsHeader } from './parseSafetensorsHeader.js';

/** The most that one read or write of the operating system takes. */
const CHUNK_BYTES = 1 << 30;

/** A safetensors file on disk, read and written in parts: it may be larger than memory. */
export class SafetensorsFile {
  private constructor(
    readonly path: string,
    readonly header: SafetensorsHeader,
    readonly dataStart: number,
    readonly handle: FileHandle,
  ) {}

  /** Opens a file and checks its header. @throws MalformedSafetensorsError, and what opening a file throws */
  static async open(path: string): Promise<SafetensorsFile> {
    const handle = await open(path, 'r');
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new MalformedSafetensorsError({ cause: 'it is not a regular file' });
      const first = new Uint8Array(Math.min(8, stats.size));
      await readFully(handle, first, 0);
      const json = new Uint8Array(parseHeaderLength(first, stats.size));
      await readFully(handle, json, 8);
      const dataStart = 8 + json.length;
      const header = parseSafetensorsHeader(json, stats.size - dataStart);
      return new SafetensorsFile(path, header, dataStart, handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Makes a file whose tensors are then written in parts; what is never written is zeros. */
  static async create(
    path: string,
    tensors: Iterable<readonly [string, TensorLayout]>,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<SafetensorsFile> {
    const { bytes, header, dataLength } = encodeSafetensorsHeader(tensors, metadata);
    const handle = await open(path, 'w+');
    try {
      await handle.truncate(bytes.length + dataLength);
      await handle.write(bytes, 0, bytes.length, 0);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new SafetensorsFile(path, header, bytes.length, handle);
  }

  /** Fills `into` with the tensor's bytes from `fromByte` on. */
  async read(tensor: string, fromByte: number, into: ArrayBufferView): Promise<void> {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    await readFully(this.handle, bytes, this.#positionOf(tensor, fromByte, bytes.length));
  }

  /** Writes bytes of the tensor from `fromByte` on. */
  async write(tensor: string, fromByte: number, from: ArrayBufferView): Promise<void> {
    const bytes = new Uint8Array(from.buffer, from.byteOffset, from.byteLength);
    const position = this.#positionOf(tensor, fromByte, bytes.length);
    for (let done = 0; done < bytes.length;) {
      const length = Math.min(CHUNK_BYTES, bytes.length - done);
      done += (await this.handle.write(bytes, done, length, position + done)).bytesWritten;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  #positionOf(tensor: string, fromByte: number, length: number): number {
    const range = this.header.tensors.get(tensor);
    if (!range || fromByte < 0 || range.begin + fromByte + length > range.end) {
      throw new RangeError(`tensor ${tensor} has no bytes ${fromByte} to ${fromByte + length}`);
    }
    return this.dataStart + range.begin + fromByte;
  }
}

async function readFully(handle: FileHandle, into: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const length = Math.min(CHUNK_BYTES, into.length - done);
    const { bytesRead } = await handle.read(into, done, length, position + done);
    if (bytesRead === 0) throw new MalformedSafetensorsError({ cause: 'the file ends early' });
    done += bytesRead;
  }
}
