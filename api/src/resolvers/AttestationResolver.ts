import {
  type AccountRow,
  type AttestationRow,
  type AttestationSchemaRow,
  attestationSchemaSource,
  type DatanetRow,
  datanetSource,
  type DatanetVersionRow,
  datanetVersionSource,
  type ModelRow,
  modelSource,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Attestation } from '../types/Attestation.js';
import { AttestationSchema } from '../types/AttestationSchema.js';
import { Datanet } from '../types/Datanet.js';
import { DatanetVersion } from '../types/DatanetVersion.js';
import { Model } from '../types/Model.js';

/** Relations of a attestation. */
@Resolver(() => Attestation)
export class AttestationResolver {
  @FieldResolver(() => AttestationSchema, {
    nullable: true,
    description: 'What its fields are; null when no such schema is known.',
  })
  schema(
    @Root() attestation: AttestationRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AttestationSchemaRow | null> {
    return loaders.row(attestationSchemaSource, attestation.schemaId);
  }

  @FieldResolver(() => Account, { description: 'Who says it.' })
  attester(@Root() attestation: AttestationRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, attestation.attesterId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Whom it is given to; null without.' })
  async recipient(@Root() attestation: AttestationRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow | null> {
    return attestation.recipientId === null ? null : loadAccount(loaders, attestation.recipientId);
  }

  @FieldResolver(() => Datanet, {
    nullable: true,
    description: 'What it is about; null when it is about something else or none is known.',
  })
  datanet(@Root() attestation: AttestationRow, @Ctx() { loaders }: RequestContext): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, attestation.datanetId);
  }

  @FieldResolver(() => DatanetVersion, {
    nullable: true,
    description: 'Which version it is about; null without one, or when none is known.',
  })
  datanetVersion(
    @Root() attestation: AttestationRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<DatanetVersionRow | null> {
    return loaders.row(datanetVersionSource, attestation.datanetVersionId);
  }

  @FieldResolver(() => Model, {
    nullable: true,
    description: 'What it is about; null when it is about something else or none is known.',
  })
  model(@Root() attestation: AttestationRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, attestation.modelId);
  }
}
