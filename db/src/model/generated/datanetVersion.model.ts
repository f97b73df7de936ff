// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Datanet} from "./datanet.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class DatanetVersion {
    constructor(props?: Partial<DatanetVersion>) {
        Object.assign(this, props)
    }

    /**
     * <datanetId>-<version>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    @BigIntColumn_({nullable: false})
    version!: bigint

    @StringColumn_({nullable: false})
    contributionsRoot!: string

    @BigIntColumn_({nullable: false})
    contributionCount!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
