// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {ComputeJob} from "./computeJob.model"

/**
 * A machine of a compute network, in the words of its operator.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ComputeNode {
    constructor(props?: Partial<ComputeNode>) {
        Object.assign(this, props)
    }

    /**
     * nodeId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    operator!: Account

    @Index_()
    @StringColumn_({nullable: false})
    network!: string

    @StringColumn_({nullable: false})
    gpu!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => ComputeJob, e => e.node)
    jobs!: ComputeJob[]
}
