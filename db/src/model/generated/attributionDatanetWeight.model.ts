// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Attribution} from "./attribution.model"
import {Datanet} from "./datanet.model"

@Entity_()
export class AttributionDatanetWeight {
    constructor(props?: Partial<AttributionDatanetWeight>) {
        Object.assign(this, props)
    }

    /**
     * <inferenceId>-<position>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Attribution, {nullable: true})
    attribution!: Attribution

    @IntColumn_({nullable: false})
    position!: number

    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    @StringColumn_({nullable: false})
    claimedDatanetId!: string

    @BigIntColumn_({nullable: false})
    weight!: bigint
}
