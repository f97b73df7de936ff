import { type Manifest, SCHEMA_VERSION } from './Manifest.js';

/** JSON for people and programs; wei as decimal text. */
export function formatManifest(manifest: Manifest): string {
  const content = { schemaVersion: SCHEMA_VERSION, ...manifest };
  const toText = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return `${JSON.stringify(content, toText, 2)}\n`;
}
