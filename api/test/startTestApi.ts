import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { createServer, type ServerConfig } from '../src/createServer.js';
import { fillLedger } from './ledger.js';

export interface GraphQLAnswer {
  status: number;
  text: string;
  // The shape is the query's; tests assert on it.
  data: Answer;
  errors: { message: string; path?: unknown; extensions: { code: string; incidentId?: string } }[] | undefined;
}

/** JSON read by tests: any path may be followed; what stands at its end is asserted or converted. */
export type Answer = AnswerFields & AnswerList;
interface AnswerFields {
  [field: string]: Answer;
}
interface AnswerList extends Array<Answer> {
  length: number;
}

export interface TestApi {
  url: string;
  database: TestDatabase;
  /** URL of the role the API uses. */
  readOnlyUrl: string;
  /** SQL statements sent so far; may be emptied. */
  statements: string[];
  /** What was reported instead of shown. */
  incidents: unknown[];
  query(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  close(): Promise<void>;
}

/** The API over HTTP on a database of its own with the test ledger, read through the read-only role. */
export async function startTestApi(inferenceCount: number, config: Partial<ServerConfig> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  await fillLedger(database.url, inferenceCount);
  const statements: string[] = [];
  const incidents: unknown[] = [];
  const readOnlyUrl = await database.createReadOnlyUrl();
  const server = await createServer({
    databaseUrl: readOnlyUrl,
    network: { chainId: 31_337, name: 'Test', nativeSymbol: 'OPEN' },
    port: 0,
    onStatement: (text) => statements.push(text),
    reportError: ({ error }) => incidents.push(error),
    ...config,
  });
  return {
    url: server.url,
    database,
    readOnlyUrl,
    statements,
    incidents,
    async query(query, variables = {}) {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data, errors } = JSON.parse(text) as Pick<GraphQLAnswer, 'data' | 'errors'>;
      return { status: response.status, text, data, errors };
    },
    async close() {
      await server.close();
      await database.close();
    },
  };
}
