// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {Account} from "./account.model"

/**
 * The latest one before a settlement is in force for it. Rates are wei per 1,000 tokens.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class FeePolicy {
    constructor(props?: Partial<FeePolicy>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @BigIntColumn_({nullable: false})
    inputRateWei!: bigint

    @BigIntColumn_({nullable: false})
    outputRateWei!: bigint

    @BigIntColumn_({nullable: false})
    platformFeeWei!: bigint

    @IntColumn_({nullable: false})
    modelBps!: number

    @IntColumn_({nullable: false})
    stakerBps!: number

    @IntColumn_({nullable: false})
    contributorBps!: number

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    unattributedRecipient!: Account

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
