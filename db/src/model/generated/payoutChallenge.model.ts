// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {Account} from "./account.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class PayoutChallenge {
    constructor(props?: Partial<PayoutChallenge>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference | undefined | null

    @Index_()
    @StringColumn_({nullable: false})
    claimedInferenceId!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    challenger!: Account

    @StringColumn_({nullable: false})
    evidenceDigest!: string

    @IntColumn_({nullable: true})
    resolvedBlockNumber!: number | undefined | null

    @BooleanColumn_({nullable: true})
    upheld!: boolean | undefined | null

    @BigIntColumn_({nullable: true})
    correctedWei!: bigint | undefined | null

    @StringColumn_({nullable: true})
    resolutionTransactionHash!: string | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
