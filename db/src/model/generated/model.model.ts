// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {ModelKind} from "./_modelKind"
import {TrainingRun} from "./trainingRun.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["kind", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Model {
    constructor(props?: Partial<Model>) {
        Object.assign(this, props)
    }

    /**
     * modelId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    owner!: Account

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    baseModel!: Model | undefined | null

    @Column_("varchar", {length: 7, nullable: false})
    kind!: ModelKind

    @Index_()
    @StringColumn_({nullable: false})
    name!: string

    @StringColumn_({nullable: false})
    artifactUri!: string

    @Index_()
    @StringColumn_({nullable: false})
    artifactDigest!: string

    @Index_()
    @StringColumn_({nullable: false})
    cardDigest!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @IntColumn_({nullable: true})
    deprecatedBlockNumber!: number | undefined | null

    /**
     * Who sets its fee policies instead of the owner. Null: the owner.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    feePolicyController!: Account | undefined | null

    @OneToMany_(() => Model, e => e.baseModel)
    adapters!: Model[]

    @OneToMany_(() => TrainingRun, e => e.model)
    trainingRuns!: TrainingRun[]
}
