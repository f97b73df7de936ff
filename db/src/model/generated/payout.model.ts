// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {Account} from "./account.model"
import {PayoutRole} from "./_payoutRole"
import {Contribution} from "./contribution.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["role", "blockNumber", "logIndex"], {unique: false})
@Index_(["recipient", "blockNumber", "logIndex"], {unique: false})
@Index_(["contribution", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Payout {
    constructor(props?: Partial<Payout>) {
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

    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    @Column_("varchar", {length: 12, nullable: false})
    role!: PayoutRole

    @ManyToOne_(() => Contribution, {nullable: true})
    contribution!: Contribution | undefined | null

    /**
     * 0 when the role is not CONTRIBUTOR.
     */
    @Index_()
    @StringColumn_({nullable: false})
    claimedContributionId!: string

    @BigIntColumn_({nullable: false})
    amountWei!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
