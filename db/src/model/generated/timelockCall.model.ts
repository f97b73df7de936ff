// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, JSONColumn as JSONColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Proposal} from "./proposal.model"

/**
 * One call of an operation of the timelock.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class TimelockCall {
    constructor(props?: Partial<TimelockCall>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event that scheduled it: an operation that was cancelled may be scheduled again.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @StringColumn_({nullable: false})
    operationId!: string

    @BigIntColumn_({nullable: false})
    position!: bigint

    /**
     * The proposal that was queued by the same transaction.
     */
    @Index_()
    @ManyToOne_(() => Proposal, {nullable: true})
    proposal!: Proposal | undefined | null

    /**
     * Lower case.
     */
    @Index_()
    @StringColumn_({nullable: false})
    target!: string

    @BigIntColumn_({nullable: false})
    valueWei!: bigint

    /**
     * Calldata, hex, whole.
     */
    @StringColumn_({nullable: false})
    data!: string

    @StringColumn_({nullable: true})
    contract!: string | undefined | null

    @StringColumn_({nullable: true})
    functionName!: string | undefined | null

    @JSONColumn_({nullable: true})
    args!: unknown | undefined | null

    /**
     * 32 zero bytes: none.
     */
    @StringColumn_({nullable: false})
    predecessor!: string

    /**
     * Null: zero.
     */
    @StringColumn_({nullable: true})
    salt!: string | undefined | null

    @BigIntColumn_({nullable: false})
    delaySeconds!: bigint

    @BigIntColumn_({nullable: false})
    readyAtSeconds!: bigint

    @IntColumn_({nullable: true})
    executedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    executionTransactionHash!: string | undefined | null

    @IntColumn_({nullable: true})
    cancelledBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    cancellationTransactionHash!: string | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
