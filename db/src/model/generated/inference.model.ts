// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {Account} from "./account.model"
import {FeePolicy} from "./feePolicy.model"
import {AttributionIndex} from "./attributionIndex.model"
import {ProtocolRecipients} from "./protocolRecipients.model"
import {Payout} from "./payout.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["model", "blockNumber", "logIndex"], {unique: false})
@Index_(["payer", "blockNumber", "logIndex"], {unique: false})
@Index_(["signer", "blockNumber", "logIndex"], {unique: false})
@Index_(["feeWei", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Inference {
    constructor(props?: Partial<Inference>) {
        Object.assign(this, props)
    }

    /**
     * inferenceId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @ManyToOne_(() => Account, {nullable: true})
    payer!: Account

    @BigIntColumn_({nullable: false})
    inputTokens!: bigint

    @BigIntColumn_({nullable: false})
    outputTokens!: bigint

    @BigIntColumn_({nullable: false})
    feeWei!: bigint

    @Index_()
    @StringColumn_({nullable: false})
    transcriptDigest!: string

    @StringColumn_({nullable: false})
    transcriptUri!: string

    /**
     * In force when it settled.
     */
    @Index_()
    @ManyToOne_(() => FeePolicy, {nullable: true})
    feePolicy!: FeePolicy | undefined | null

    @Index_()
    @ManyToOne_(() => AttributionIndex, {nullable: true})
    attributionIndex!: AttributionIndex | undefined | null

    @Index_()
    @ManyToOne_(() => ProtocolRecipients, {nullable: true})
    protocolRecipients!: ProtocolRecipients | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    blockHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    /**
     * The gateway that settled it.
     */
    @StringColumn_({nullable: false})
    signer!: string

    @Index_()
    @DateTimeColumn_({nullable: false})
    settledAt!: Date

    @OneToMany_(() => Payout, e => e.inference)
    payouts!: Payout[]
}
