import { listDeadLetters, retryDeadLetters } from '@tributary/attribution-engine';
import { MissingSettingError, UsageError } from '../errors.js';
import { parseOptions } from '../parseOptions.js';
import { formatColumns } from '../terminal/formatColumns.js';
import { sanitizeLine } from '../terminal/sanitizeLine.js';
import { type Verb } from '../Verb.js';

export const queue: Verb = {
  summary: 'list recomputations that failed again and again, or try them once more',
  help: `tributary queue [list | retry] [--json]

A recomputation that fails on this side six times waits in the dead-letter queue of DATABASE_URL until a person looks.

  list     what waits there, since when, and why (default)
  retry    put all of it back into the queue
  --json   the result as JSON`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions('queue', args, { json: { type: 'boolean', default: false } }, 1);
  const action = positionals[0] ?? 'list';
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    throw new MissingSettingError({ setting: 'DATABASE_URL', purpose: 'the database whose queue is meant' });
  }
  if (action === 'retry') {
    const retried = await retryDeadLetters(databaseUrl);
    console.log(values.json ? JSON.stringify({ retried }) : `${retried} recomputations are queued again.`);
    return 0;
  }
  if (action !== 'list') throw new UsageError({ problem: `There is nothing like "queue ${action}"`, verb: 'queue' });
  const letters = await listDeadLetters(databaseUrl);
  if (values.json) console.log(JSON.stringify(letters));
  else if (letters.length === 0) console.log('Nothing waits in the dead-letter queue.');
  else {
    const rows = letters.map(({ inferenceId, since, reason }) => [
      inferenceId,
      since.toISOString(),
      sanitizeLine(reason),
    ]);
    console.log(formatColumns(['inference', 'since', 'reason'], rows, ['inference']));
  }
  return 0;
}
