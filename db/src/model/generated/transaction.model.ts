// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {Block} from "./block.model"
import {Account} from "./account.model"

/**
 * A transaction that made a protocol event, was sent to a contract of the deployment, or is a deposit. What it cost is null
 * where receipts are not read (`gas` in contracts/deployments).
 */
@Index_(["blockNumber", "transactionIndex"], {unique: false})
@Index_(["from", "blockNumber", "transactionIndex"], {unique: false})
@Index_(["contract", "functionName"], {unique: false})
@Entity_()
export class Transaction {
    constructor(props?: Partial<Transaction>) {
        Object.assign(this, props)
    }

    /**
     * <block number, 10 digits>-<position in the block, 5 digits>. Not the hash: a deposit may be repeated, a nonce reset.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @StringColumn_({nullable: false})
    hash!: string

    @Index_()
    @ManyToOne_(() => Block, {nullable: true})
    block!: Block

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    transactionIndex!: number

    @ManyToOne_(() => Account, {nullable: true})
    from!: Account

    /**
     * Lower case; null when it creates a contract.
     */
    @StringColumn_({nullable: true})
    to!: string | undefined | null

    /**
     * Name of `to` in contracts/deployments; null for anything else.
     */
    @StringColumn_({nullable: true})
    contract!: string | undefined | null

    @BigIntColumn_({nullable: false})
    valueWei!: bigint

    /**
     * EIP-2718 type; 126 (0x7e) is a deposit.
     */
    @IntColumn_({nullable: false})
    type!: number

    /**
     * First four bytes of the calldata, hex; null when there are fewer.
     */
    @StringColumn_({nullable: true})
    selector!: string | undefined | null

    /**
     * What they select in `contract`; null when it has no such function.
     */
    @Index_()
    @StringColumn_({nullable: true})
    functionName!: string | undefined | null

    /**
     * Whether it ran to its end.
     */
    @BooleanColumn_({nullable: true})
    succeeded!: boolean | undefined | null

    @BigIntColumn_({nullable: true})
    gasUsed!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    effectiveGasPriceWei!: bigint | undefined | null

    /**
     * For its bytes on the parent chain; null where the chain takes no such fee.
     */
    @BigIntColumn_({nullable: true})
    l1FeeWei!: bigint | undefined | null

    /**
     * gasUsed times effectiveGasPriceWei, plus l1FeeWei: what the sender paid beside the value.
     */
    @BigIntColumn_({nullable: true})
    feeWei!: bigint | undefined | null

    /**
     * Of a deposit: what was created for `from`.
     */
    @BigIntColumn_({nullable: true})
    mintWei!: bigint | undefined | null

    /**
     * Of a deposit: its id on the parent chain.
     */
    @StringColumn_({nullable: true})
    sourceHash!: string | undefined | null
}
