// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Proposal} from "./proposal.model"
import {Account} from "./account.model"
import {VoteSupport} from "./_voteSupport"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Vote {
    constructor(props?: Partial<Vote>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Proposal, {nullable: true})
    proposal!: Proposal | undefined | null

    @Index_()
    @StringColumn_({nullable: false})
    claimedProposalId!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    voter!: Account

    @Column_("varchar", {length: 7, nullable: false})
    support!: VoteSupport

    @BigIntColumn_({nullable: false})
    weightWei!: bigint

    @StringColumn_({nullable: false})
    reason!: string

    /**
     * Hex; null without.
     */
    @StringColumn_({nullable: true})
    params!: string | undefined | null

    /**
     * False for a second vote of the same account, and where there is nothing to count it for.
     */
    @BooleanColumn_({nullable: false})
    isCounted!: boolean

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
