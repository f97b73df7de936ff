// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {TrainingRun} from "./trainingRun.model"
import {Datanet} from "./datanet.model"
import {DatanetVersion} from "./datanetVersion.model"

/**
 * The edge from a datanet version to a training run.
 */
@Entity_()
export class TrainingRunInput {
    constructor(props?: Partial<TrainingRunInput>) {
        Object.assign(this, props)
    }

    /**
     * <runId>-<position>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => TrainingRun, {nullable: true})
    trainingRun!: TrainingRun

    @IntColumn_({nullable: false})
    position!: number

    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    @Index_()
    @ManyToOne_(() => DatanetVersion, {nullable: true})
    datanetVersion!: DatanetVersion | undefined | null

    /**
     * What the event says, also when no such datanet or version exists.
     */
    @Index_()
    @StringColumn_({nullable: false})
    claimedDatanetId!: string

    @BigIntColumn_({nullable: false})
    claimedVersion!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number
}
