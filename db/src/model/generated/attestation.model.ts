// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, JSONColumn as JSONColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {AttestationSchema} from "./attestationSchema.model"
import {Account} from "./account.model"
import {Datanet} from "./datanet.model"
import {DatanetVersion} from "./datanetVersion.model"
import {Model} from "./model.model"

/**
 * What a third party says of a dataset, a model, or anything else. The attester is an address; a name within the data is its
 * own claim.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Attestation {
    constructor(props?: Partial<Attestation>) {
        Object.assign(this, props)
    }

    /**
     * uid, lower case.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => AttestationSchema, {nullable: true})
    schema!: AttestationSchema | undefined | null

    @Index_()
    @StringColumn_({nullable: false})
    claimedSchemaUid!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    attester!: Account

    /**
     * Null without.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account | undefined | null

    /**
     * By the fields `datanetId`, `version` and `modelId` of the schema.
     */
    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    @Index_()
    @ManyToOne_(() => DatanetVersion, {nullable: true})
    datanetVersion!: DatanetVersion | undefined | null

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @Index_()
    @StringColumn_({nullable: true})
    claimedDatanetId!: string | undefined | null

    @BigIntColumn_({nullable: true})
    claimedVersion!: bigint | undefined | null

    @Index_()
    @StringColumn_({nullable: true})
    claimedModelId!: string | undefined | null

    /**
     * Hex, whole, proven by the uid; null when neither the transaction nor the contract tells it.
     */
    @StringColumn_({nullable: true})
    data!: string | undefined | null

    /**
     * [{name, type, value}] in the order of the schema, integers as decimal strings; null when they could not be decoded.
     */
    @JSONColumn_({nullable: true})
    fields!: unknown | undefined | null

    /**
     * Why there are no fields.
     */
    @StringColumn_({nullable: true})
    problem!: string | undefined | null

    /**
     * Null: never.
     */
    @BigIntColumn_({nullable: true})
    expirationSeconds!: bigint | undefined | null

    /**
     * The attestation that this one is about; null without.
     */
    @StringColumn_({nullable: true})
    refUid!: string | undefined | null

    @BooleanColumn_({nullable: true})
    isRevocable!: boolean | undefined | null

    @IntColumn_({nullable: true})
    revokedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    revocationTransactionHash!: string | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
