import type { ApolloServerPlugin } from '@apollo/server';
import { ResponseTooLargeError } from './errors.js';
import { measureJson } from './measureJson.js';

/** Gives RESPONSE_TOO_LARGE instead of an answer above the limit, before that is written as JSON. */
export function limitResponse<Context extends object>(maximumBytes: number): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response: { body, http } }) {
        if (body.kind !== 'single' || measureJson(body.singleResult, maximumBytes + 1) <= maximumBytes) return;
        const { message, code } = new ResponseTooLargeError({ maximumBytes });
        body.singleResult = { errors: [{ message, extensions: { code } }] };
        http.status = 400;
      },
    }),
  };
}
