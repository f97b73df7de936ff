// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class VoteDelegation {
    constructor(props?: Partial<VoteDelegation>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    delegator!: Account

    /**
     * Null: nobody.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    fromDelegate!: Account | undefined | null

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    toDelegate!: Account | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
