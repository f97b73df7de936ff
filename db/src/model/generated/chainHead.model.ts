// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * Where the node's chain stands, one row. What lies at or below `finalized` stays; between `finalized` and `safe` it is
 * published but may still change; above `safe` only the sequencer vouches for it. Written by squid beside the chain tables:
 * no row of the chain, so a rollback does not touch it.
 */
@Entity_()
export class ChainHead {
    constructor(props?: Partial<ChainHead>) {
        Object.assign(this, props)
    }

    /**
     * head
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    latestBlockNumber!: number

    @StringColumn_({nullable: false})
    latestBlockHash!: string

    @IntColumn_({nullable: false})
    safeBlockNumber!: number

    @StringColumn_({nullable: false})
    safeBlockHash!: string

    @IntColumn_({nullable: false})
    finalizedBlockNumber!: number

    @StringColumn_({nullable: false})
    finalizedBlockHash!: string

    @DateTimeColumn_({nullable: false})
    updatedAt!: Date
}
