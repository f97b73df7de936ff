import { FatalError } from '@tributary/protocol';

/** The device has less free memory than its rows need. */
export class DeviceMemoryError extends FatalError {
  constructor(facts: { name: string; byteCount: number; reason: string }) {
    super(
      `The ${facts.name} device refused ${facts.byteCount} bytes: ${facts.reason}. ` +
        'Score the index in smaller shards, or end what else holds its memory.',
      facts,
    );
  }
}

/** The driver refused a kernel or a call; nothing it gave before can be trusted less for it. */
export class DeviceFaultError extends FatalError {
  constructor(facts: { name: string; call: string; reason: string }) {
    super(
      `The ${facts.name} device failed in ${facts.call}: ${facts.reason}. ` +
        'Choose another backend, and report this with the version of the driver.',
      facts,
    );
  }
}
