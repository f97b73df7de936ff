import { readFileSync } from 'node:fs';

/**
 * What the devnet's dishonest operator did, inference id → the verdict it deserves. Only the operator writes this file
 * and only the closing comparison reads it. A last line that is half written is left for the next reading.
 */
export function readPlanted(file: string): Map<string, string> {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Nothing was planted yet.
  }
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  const planted = new Map<string, string>();
  for (const line of complete.split('\n').filter(Boolean)) {
    const { inferenceId, kind } = JSON.parse(line) as { inferenceId: string | number; kind: string };
    planted.set(String(inferenceId), kind);
  }
  return planted;
}
