// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {Contribution} from "./contribution.model"
import {DatanetVersion} from "./datanetVersion.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Datanet {
    constructor(props?: Partial<Datanet>) {
        Object.assign(this, props)
    }

    /**
     * datanetId, decimal.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    owner!: Account

    /**
     * For display and search: at most 256 characters, control characters replaced. The exact text is in the event.
     */
    @Index_()
    @StringColumn_({nullable: false})
    name!: string

    @StringColumn_({nullable: false})
    metadataUri!: string

    @Index_()
    @StringColumn_({nullable: false})
    metadataDigest!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => Contribution, e => e.datanet)
    contributions!: Contribution[]

    @OneToMany_(() => DatanetVersion, e => e.datanet)
    versions!: DatanetVersion[]
}
