import { applyMigrations, ensureReadOnlyRole } from '@tributary/db';
import { MissingSettingError } from '../errors.js';
import { parseOptions } from '../parseOptions.js';
import { type Verb } from '../Verb.js';

export const migrate: Verb = {
  summary: "bring one's own Postgres to the current schema (`start` does this by itself)",
  help: `tributary migrate

Applies the migrations to DATABASE_URL, and makes the role tributary_api, which can only read, with the password
API_DATABASE_PASSWORD. For services that are run one by one, as docker-compose.yml does.`,
  run: async (args) => {
    parseOptions('migrate', args, {});
    const databaseUrl = readSetting('DATABASE_URL', 'the database to migrate');
    const password = readSetting('API_DATABASE_PASSWORD', "the password of the API's role");
    const done = await applyMigrations(databaseUrl);
    await ensureReadOnlyRole(databaseUrl, { role: 'tributary_api', password });
    console.log(done.length > 0 ? `Applied ${done.join(', ')}.` : 'The schema is up to date.');
    return 0;
  },
};

function readSetting(setting: string, purpose: string): string {
  const value = process.env[setting];
  if (!value) throw new MissingSettingError({ setting, purpose });
  return value;
}
