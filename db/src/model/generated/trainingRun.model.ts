// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {Account} from "./account.model"
import {TrainingRunInput} from "./trainingRunInput.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class TrainingRun {
    constructor(props?: Partial<TrainingRun>) {
        Object.assign(this, props)
    }

    /**
     * runId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    trainer!: Account

    @Index_()
    @StringColumn_({nullable: false})
    configDigest!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => TrainingRunInput, e => e.trainingRun)
    inputs!: TrainingRunInput[]
}
