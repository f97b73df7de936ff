// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * A checkpoint of voting power. The latest at or before a second is what counts at that second.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["delegate", "timestampSeconds"], {unique: false})
@Entity_()
export class VotePower {
    constructor(props?: Partial<VotePower>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Account, {nullable: true})
    delegate!: Account

    @BigIntColumn_({nullable: false})
    previousVotesWei!: bigint

    @BigIntColumn_({nullable: false})
    votesWei!: bigint

    @BigIntColumn_({nullable: false})
    timestampSeconds!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
