// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"

/**
 * The latest one before a settlement is in force for it.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AttributionIndex {
    constructor(props?: Partial<AttributionIndex>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @StringColumn_({nullable: false})
    method!: string

    @StringColumn_({nullable: false})
    indexRoot!: string

    @BigIntColumn_({nullable: false})
    rowCount!: bigint

    @IntColumn_({nullable: false})
    dimension!: number

    @StringColumn_({nullable: false})
    indexUri!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
