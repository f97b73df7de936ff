// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Transaction} from "./transaction.model"
import {Account} from "./account.model"

/**
 * OPEN that came from the parent chain by a transaction of type 0x7e. It stays with `from` even when the call fails.
 */
@Index_(["blockNumber", "transactionIndex"], {unique: false})
@Entity_()
export class Deposit {
    constructor(props?: Partial<Deposit>) {
        Object.assign(this, props)
    }

    /**
     * Id of the transaction.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Transaction, {nullable: true})
    transaction!: Transaction

    @Index_()
    @StringColumn_({nullable: false})
    sourceHash!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    from!: Account

    /**
     * Null when it creates a contract.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    to!: Account | undefined | null

    /**
     * Created for `from`.
     */
    @BigIntColumn_({nullable: false})
    mintWei!: bigint

    /**
     * Sent on to `to`.
     */
    @BigIntColumn_({nullable: false})
    valueWei!: bigint

    /**
     * Whether the call ran to its end; null where receipts are not read.
     */
    @BooleanColumn_({nullable: true})
    succeeded!: boolean | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    transactionIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string
}
