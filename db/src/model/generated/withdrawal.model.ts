// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * A message to the parent chain, with what it takes there: final only after proof and waiting time on that chain.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Withdrawal {
    constructor(props?: Partial<Withdrawal>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @BigIntColumn_({nullable: false})
    nonce!: bigint

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    sender!: Account

    /**
     * Address on the parent chain, lower case.
     */
    @Index_()
    @StringColumn_({nullable: false})
    target!: string

    @BigIntColumn_({nullable: false})
    valueWei!: bigint

    @BigIntColumn_({nullable: false})
    gasLimit!: bigint

    /**
     * Hex, whole.
     */
    @StringColumn_({nullable: false})
    data!: string

    @Index_()
    @StringColumn_({nullable: false})
    withdrawalHash!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
