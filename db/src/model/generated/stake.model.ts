// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {StakeEvent} from "./stakeEvent.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Stake {
    constructor(props?: Partial<Stake>) {
        Object.assign(this, props)
    }

    /**
     * stakingId, decimal, counted from 0.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    /**
     * The terms, as the calldata says; null when it was not staked by calling the contract directly.
     */
    @Index_()
    @StringColumn_({nullable: true})
    claimedConfigId!: string | undefined | null

    /**
     * What was staked first, plus what was added.
     */
    @BigIntColumn_({nullable: false})
    principalWei!: bigint

    @IntColumn_({nullable: true})
    requestedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    requestTransactionHash!: string | undefined | null

    @IntColumn_({nullable: true})
    endedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    endTransactionHash!: string | undefined | null

    /**
     * Principal and interest, as the token's next Transfer says; null until then, and when there is none.
     */
    @BigIntColumn_({nullable: true})
    returnedWei!: bigint | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => StakeEvent, e => e.stake)
    events!: StakeEvent[]
}
