import { Client } from 'pg';

/**
 * A connection of its own for a few statements. One that breaks between two of them (the server was stopped) says so at
 * the next; without a listener Node would end the process.
 */
export async function connectClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
