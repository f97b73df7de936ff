// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * Terms of staking; the latest with an id are in force. What they are stands in the calldata only.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class StakingConfig {
    constructor(props?: Partial<StakingConfig>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @StringColumn_({nullable: false})
    configId!: string

    /**
     * Whether these are the first with this id.
     */
    @BooleanColumn_({nullable: false})
    isCreation!: boolean

    /**
     * All null when they were not set by calling the contract directly.
     */
    @IntColumn_({nullable: true})
    interestBps!: number | undefined | null

    @BigIntColumn_({nullable: true})
    stakeDurationSeconds!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    cooldownSeconds!: bigint | undefined | null

    @BooleanColumn_({nullable: true})
    isActive!: boolean | undefined | null

    @BooleanColumn_({nullable: true})
    isTopupEnabled!: boolean | undefined | null

    @BigIntColumn_({nullable: true})
    minStakeWei!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    maxStakeWei!: bigint | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
