// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"
import {Attestation} from "./attestation.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AttestationSchema {
    constructor(props?: Partial<AttestationSchema>) {
        Object.assign(this, props)
    }

    /**
     * uid, lower case.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    registerer!: Account

    /**
     * Lower case; null without.
     */
    @StringColumn_({nullable: true})
    resolver!: string | undefined | null

    @BooleanColumn_({nullable: false})
    isRevocable!: boolean

    /**
     * Fields, as `uint256 datanetId,string community`. At most 1,024 characters; the exact text is in the event.
     */
    @StringColumn_({nullable: false})
    schema!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string

    @OneToMany_(() => Attestation, e => e.schema)
    attestations!: Attestation[]
}
