// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {PayoutRole} from "./_payoutRole"

/**
 * Expected against paid for one recipient, role and contribution.
 */
@Entity_()
export class ReconciliationLine {
    constructor(props?: Partial<ReconciliationLine>) {
        Object.assign(this, props)
    }

    /**
     * <inferenceId>-<position>
     */
    @PrimaryColumn_()
    id!: string

    /**
     * inferenceId; lines and verdict are written in one transaction.
     */
    @Index_()
    @StringColumn_({nullable: false})
    reconciliationId!: string

    @IntColumn_({nullable: false})
    position!: number

    @Index_()
    @StringColumn_({nullable: false})
    recipient!: string

    @Column_("varchar", {length: 12, nullable: false})
    role!: PayoutRole

    /**
     * 0 when the role is not CONTRIBUTOR.
     */
    @StringColumn_({nullable: false})
    contributionId!: string

    /**
     * Null when the expected amount could not be computed.
     */
    @BigIntColumn_({nullable: true})
    expectedWei!: bigint | undefined | null

    @BigIntColumn_({nullable: false})
    paidWei!: bigint
}
