// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, FloatColumn as FloatColumn_, DateTimeColumn as DateTimeColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"
import {Verdict} from "./_verdict"

@Index_(["verdict", "inferenceBlockNumber"], {unique: false})
@Entity_()
export class Reconciliation {
    constructor(props?: Partial<Reconciliation>) {
        Object.assign(this, props)
    }

    /**
     * inferenceId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @IntColumn_({nullable: false})
    inferenceBlockNumber!: number

    /**
     * Hash of the block of the settlement that this result is about.
     */
    @StringColumn_({nullable: false})
    inferenceBlockHash!: string

    /**
     * sha-256 over the payouts that were compared; another digest means the result is stale.
     */
    @StringColumn_({nullable: false})
    payoutsDigest!: string

    @Column_("varchar", {length: 12, nullable: false})
    verdict!: Verdict

    /**
     * One sentence with the reason.
     */
    @StringColumn_({nullable: false})
    reason!: string

    @BigIntColumn_({nullable: false})
    feeWei!: bigint

    @BigIntColumn_({nullable: true})
    expectedWei!: bigint | undefined | null

    @BigIntColumn_({nullable: false})
    paidWei!: bigint

    @BooleanColumn_({nullable: true})
    unattributed!: boolean | undefined | null

    @StringColumn_({nullable: true})
    method!: string | undefined | null

    /**
     * Lowest cosine of committed and recomputed query; null when not compared.
     */
    @FloatColumn_({nullable: true})
    queryCosine!: number | undefined | null

    /**
     * Largest relative error of a block; null when not compared.
     */
    @FloatColumn_({nullable: true})
    queryBlockError!: number | undefined | null

    @StringColumn_({nullable: true})
    backend!: string | undefined | null

    @StringColumn_({nullable: false})
    engineVersion!: string

    @IntColumn_({nullable: false})
    elapsedMs!: number

    @IntColumn_({nullable: false})
    attempts!: number

    /**
     * When to try again; null when the verdict is final for these inputs.
     */
    @DateTimeColumn_({nullable: true})
    retryAt!: Date | undefined | null

    /**
     * When this verdict about these inputs was first reached.
     */
    @Index_()
    @DateTimeColumn_({nullable: false})
    decidedAt!: Date

    /**
     * Digests, URIs, policy, parameters: everything needed to repeat the decision, as canonical JSON (RFC 8785).
     */
    @StringColumn_({nullable: false})
    evidence!: string

    /**
     * sha-256 of the bytes of evidence.
     */
    @StringColumn_({nullable: false})
    evidenceDigest!: string

    /**
     * Verbatim runs of the answer: [{start, end, tokenCount, rowCount, rows: [{contributionId, line}]}], [start, end) in
     * UTF-16 units of the completion; null when they could not be looked for.
     */
    @JSONColumn_({nullable: true})
    spans!: unknown | undefined | null
}
