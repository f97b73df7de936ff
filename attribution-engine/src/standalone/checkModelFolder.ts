import { FatalError } from '@tributary/protocol';
import type { ModelReference } from './IndexFolder.js';

/** The model in the folder is not the one the index was built over. */
export class OtherModelError extends FatalError {
  constructor(facts: { folder: string; expected: string; actual?: string }) {
    const found = facts.actual === undefined ? 'no model' : `another model (${facts.actual})`;
    super(
      `${facts.folder} holds ${found}, not the one the index was built over (${facts.expected}). Name the folder where it is now, with \`--base\` or \`--adapter\`, or build the index again.`,
      facts,
    );
  }
}

/**
 * Where a recorded model is: in the folder given, or where it was when the index was built.
 *
 * @param digestOf how the model is told from others
 * @throws OtherModelError when it is not there
 */
export async function checkModelFolder(
  given: string | undefined,
  recorded: ModelReference,
  digestOf: (folder: string) => Promise<string>,
): Promise<string> {
  const folder = given ?? recorded.folder;
  let actual: string;
  try {
    actual = await digestOf(folder);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    throw new OtherModelError({ folder, expected: recorded.digest });
  }
  if (actual !== recorded.digest) throw new OtherModelError({ folder, expected: recorded.digest, actual });
  return folder;
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
