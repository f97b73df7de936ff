/** Something the person at the keyboard has to put right; shown as one line, without a stack. */
export class BootstrapError extends Error {
  /** @param {string} message a sentence that ends with what to do */
  constructor(message) {
    super(message);
    this.name = 'BootstrapError';
  }
}
