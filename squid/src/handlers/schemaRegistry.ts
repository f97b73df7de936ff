import { AttestationSchema } from '@tributary/db';
import type { events } from '../abi/SchemaRegistry.js';
import { getOrigin } from '../ChainEvent.js';
import { SCHEMA_LENGTH } from '../decodeAttestation.js';
import { toColumnText } from '../toColumnText.js';
import { ZERO_ADDRESS, type Handlers } from './Handlers.js';

export const schemaRegistry: Handlers<typeof events> = {
  Registered(batch, place, { uid, registerer, schema }) {
    if (batch.get(AttestationSchema, uid)) return `schema ${uid} was registered before`;
    batch.add(
      new AttestationSchema({
        id: uid,
        registerer: batch.getAccount(registerer, place.blockNumber),
        resolver: schema.resolver === ZERO_ADDRESS ? null : schema.resolver,
        isRevocable: schema.revocable,
        schema: toColumnText(schema.schema, SCHEMA_LENGTH),
        ...getOrigin(place),
      }),
    );
    return undefined;
  },
};
