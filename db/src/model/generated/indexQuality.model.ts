// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * How far to trust an attribution index, measured with the model itself. All figures are null where it could not be
 * measured, and then there is a reason.
 */
@Entity_()
export class IndexQuality {
    constructor(props?: Partial<IndexQuality>) {
        Object.assign(this, props)
    }

    /**
     * Id of the AttributionIndex event.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Root that was measured; another root of the event means the figures are stale.
     */
    @StringColumn_({nullable: false})
    indexRoot!: string

    /**
     * Model that was measured, likewise; null when the chain knows none.
     */
    @StringColumn_({nullable: true})
    modelId!: string | undefined | null

    /**
     * Training rows whose gradient was computed again, and how many of them the index has right.
     */
    @IntColumn_({nullable: true})
    rowsSampled!: number | undefined | null

    @IntColumn_({nullable: true})
    rowsConfirmed!: number | undefined | null

    /**
     * Prompts of training rows that the model answered again, and how many of its answers are attributed.
     */
    @IntColumn_({nullable: true})
    answersAsked!: number | undefined | null

    @IntColumn_({nullable: true})
    answersAttributed!: number | undefined | null

    /**
     * Mean share of the pay on those that goes to the contribution whose prompt was asked, rounded down; null when none is attributed.
     */
    @IntColumn_({nullable: true})
    rightContributionBps!: number | undefined | null

    /**
     * Contributions that have rows in the index, among which the pay is divided.
     */
    @IntColumn_({nullable: true})
    contributionCount!: number | undefined | null

    /**
     * Sentences that no training row shaped, and how many of them are attributed nevertheless.
     */
    @IntColumn_({nullable: true})
    unrelatedAsked!: number | undefined | null

    @IntColumn_({nullable: true})
    unrelatedAttributed!: number | undefined | null

    /**
     * One sentence saying why there are no figures.
     */
    @StringColumn_({nullable: true})
    reason!: string | undefined | null

    @StringColumn_({nullable: false})
    engineVersion!: string

    @IntColumn_({nullable: false})
    elapsedMs!: number

    /**
     * When to try again; null when final for this root.
     */
    @DateTimeColumn_({nullable: true})
    retryAt!: Date | undefined | null

    @DateTimeColumn_({nullable: false})
    measuredAt!: Date
}
