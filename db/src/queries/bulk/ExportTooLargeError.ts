import { FatalError } from '@tributary/protocol';

/** An export that takes more room on the disk than it may. */
export class ExportTooLargeError extends FatalError {
  constructor(facts: { maximumBytes: number }) {
    super(
      `this export takes more than ${facts.maximumBytes} bytes of temporary space; export it in parts with limit and after, or as csv`,
      facts,
    );
  }
}
