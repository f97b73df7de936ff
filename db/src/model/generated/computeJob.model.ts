// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {ComputeNode} from "./computeNode.model"
import {ComputeJobKind} from "./_computeJobKind"
import {TrainingRun} from "./trainingRun.model"
import {Model} from "./model.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["kind", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ComputeJob {
    constructor(props?: Partial<ComputeJob>) {
        Object.assign(this, props)
    }

    /**
     * jobId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => ComputeNode, {nullable: true})
    node!: ComputeNode | undefined | null

    @Index_()
    @StringColumn_({nullable: false})
    claimedNodeId!: string

    @Column_("varchar", {length: 7, nullable: false})
    kind!: ComputeJobKind

    @Index_()
    @ManyToOne_(() => TrainingRun, {nullable: true})
    trainingRun!: TrainingRun | undefined | null

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    /**
     * What the event says, also when no such training run or model exists.
     */
    @Index_()
    @StringColumn_({nullable: false})
    claimedSubjectId!: string

    @BigIntColumn_({nullable: false})
    gpuSeconds!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
