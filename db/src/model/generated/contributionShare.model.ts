// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, Index as Index_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"

/**
 * How much of an answer the rule ascribes to a contribution.
 */
@Entity_()
export class ContributionShare {
    constructor(props?: Partial<ContributionShare>) {
        Object.assign(this, props)
    }

    /**
     * <inferenceId>-<contributionId>
     */
    @PrimaryColumn_()
    id!: string

    /**
     * inferenceId; shares and verdict are written in one transaction.
     */
    @Index_()
    @StringColumn_({nullable: false})
    reconciliationId!: string

    @Index_()
    @StringColumn_({nullable: false})
    contributionId!: string

    /**
     * Sum of the contribution's row weights after floor and cap; exact.
     */
    @BigIntColumn_({nullable: false})
    weight!: bigint

    /**
     * weight over the sum of all weights, rounded down, for display.
     */
    @IntColumn_({nullable: false})
    shareBps!: number

    /**
     * Rows that earned, best first: [{row, line, weight}]: row of the index, line of the contribution, weight as a decimal string.
     */
    @JSONColumn_({nullable: false})
    rows!: unknown
}
