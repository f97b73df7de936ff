// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {AttributionDatanetWeight} from "./attributionDatanetWeight.model"

/**
 * What the operator claims on chain about who shaped an answer.
 */
@Entity_()
export class Attribution {
    constructor(props?: Partial<Attribution>) {
        Object.assign(this, props)
    }

    /**
     * inferenceId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference | undefined | null

    @StringColumn_({nullable: false})
    method!: string

    @StringColumn_({nullable: false})
    queryDigest!: string

    /**
     * 32 zero bytes: unattributed.
     */
    @StringColumn_({nullable: false})
    sharesRoot!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => AttributionDatanetWeight, e => e.attribution)
    datanetWeights!: AttributionDatanetWeight[]
}
