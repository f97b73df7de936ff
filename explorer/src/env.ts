import { defineEnvVars } from '@sveltejs/kit/env';

const url = (name: string, fallback: string) => (value: string | undefined) => {
  const text = value || fallback;
  if (!URL.canParse(text)) throw new Error(`${name} is "${text}", which is no URL: set it like ${fallback}`);
  return text;
};

/** The explorer's settings, read once when the server starts. HOST, PORT and ORIGIN are read by `server.mjs`. */
export const variables = defineEnvVars({
  API_URL: {
    description: 'GraphQL endpoint of the api',
    schema: url('API_URL', 'http://127.0.0.1:4601/graphql'),
  },
  BLOB_GATEWAY: {
    description: 'Where blobs are fetched: <BLOB_GATEWAY>/<cid>',
    schema: url('BLOB_GATEWAY', 'http://127.0.0.1:4603/ipfs/'),
  },
  GRAPHQL_URL: {
    description: 'Where readers reach the GraphQL API, when that is not API_URL',
    schema: (value) => value ?? '',
  },
});
