declare global {
  namespace App {
    /** What an error page needs to help: the sentence, and what the reader can do. */
    interface Error {
      message: string;
      advice?: string;
    }
  }
}

export {};
