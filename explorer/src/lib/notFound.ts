import { error } from '@sveltejs/kit';
import { visibleText } from './visibleText.ts';

/** Answers 404 and says what was looked for; `id` is whatever stood in the URL. */
export function notFound(what: string, id: string): never {
  error(404, {
    message: `There is no ${what} ${visibleText(id, { maxLength: 80 })}, or it is not indexed yet.`,
    advice: 'Search by id, name, address, digest or transaction hash instead.',
  });
}
