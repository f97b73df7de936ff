// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {Contribution} from "./contribution.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ContributorPenalty {
    constructor(props?: Partial<ContributorPenalty>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    contributor!: Account

    @Index_()
    @ManyToOne_(() => Contribution, {nullable: true})
    contribution!: Contribution | undefined | null

    @IntColumn_({nullable: false})
    penaltyBps!: number

    @BigIntColumn_({nullable: false})
    slashedWei!: bigint

    @StringColumn_({nullable: false})
    reason!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
