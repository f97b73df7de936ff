// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * Where the ledger is from, when not from a chain: a row tells that everything else here was made up by `tributary seed`, to
 * try things at scale. While there is one, no chain can be indexed into the database. No row: read from a chain.
 */
@Entity_()
export class LedgerOrigin {
    constructor(props?: Partial<LedgerOrigin>) {
        Object.assign(this, props)
    }

    /**
     * synthetic
     */
    @PrimaryColumn_()
    id!: string

    /**
     * The same seed gives the same ledger.
     */
    @StringColumn_({nullable: false})
    seed!: string

    @IntColumn_({nullable: false})
    inferenceCount!: number

    @DateTimeColumn_({nullable: false})
    madeAt!: Date
}
