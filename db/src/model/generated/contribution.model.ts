// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {Datanet} from "./datanet.model"
import {Account} from "./account.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["datanet", "blockNumber", "logIndex"], {unique: false})
@Index_(["contributor", "blockNumber", "logIndex"], {unique: false})
@Index_(["license", "blockNumber", "logIndex"], {unique: false})
@Index_(["accepted", "blockNumber", "logIndex"], {unique: false})
@Index_(["rowCount", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Contribution {
    constructor(props?: Partial<Contribution>) {
        Object.assign(this, props)
    }

    /**
     * contributionId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    /**
     * What the event says, also when no such datanet exists.
     */
    @Index_()
    @StringColumn_({nullable: false})
    claimedDatanetId!: string

    @ManyToOne_(() => Account, {nullable: true})
    contributor!: Account

    @Index_()
    @StringColumn_({nullable: false})
    contentDigest!: string

    @StringColumn_({nullable: false})
    contentUri!: string

    @StringColumn_({nullable: false})
    license!: string

    @BigIntColumn_({nullable: false})
    rowCount!: bigint

    @BigIntColumn_({nullable: false})
    byteCount!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    /**
     * Null until reviewed.
     */
    @BooleanColumn_({nullable: true})
    accepted!: boolean | undefined | null

    @IntColumn_({nullable: true})
    qualityBps!: number | undefined | null

    @StringColumn_({nullable: true})
    reviewReasonUri!: string | undefined | null

    @StringColumn_({nullable: true})
    reviewer!: string | undefined | null

    @IntColumn_({nullable: true})
    reviewedBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    reviewTransactionHash!: string | undefined | null

    @Index_()
    @IntColumn_({nullable: true})
    withdrawnBlockNumber!: number | undefined | null

    @StringColumn_({nullable: true})
    withdrawalReason!: string | undefined | null

    @StringColumn_({nullable: true})
    withdrawalTransactionHash!: string | undefined | null
}
