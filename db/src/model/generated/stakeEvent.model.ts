// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Stake} from "./stake.model"
import {StakeEventKind} from "./_stakeEventKind"
import {Account} from "./account.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class StakeEvent {
    constructor(props?: Partial<StakeEvent>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Stake, {nullable: true})
    stake!: Stake | undefined | null

    @Index_()
    @StringColumn_({nullable: false})
    claimedStakeId!: string

    @Column_("varchar", {length: 9, nullable: false})
    kind!: StakeEventKind

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    /**
     * Staked, added or paid back; null where the chain does not say.
     */
    @BigIntColumn_({nullable: true})
    amountWei!: bigint | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
