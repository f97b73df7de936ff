import { dirname } from 'node:path';

/**
 * The folder of this package. Squid's store looks for the entities in `lib/model` below it; migrations lie in
 * `migrations` below it.
 */
export function getProjectDir(): string {
  return dirname(__dirname);
}
