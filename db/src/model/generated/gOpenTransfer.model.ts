// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_} from "@subsquid/typeorm-store"
import {GOpenTransferKind} from "./_gOpenTransferKind"
import {Account} from "./account.model"

@Index_(["blockNumber", "logIndex"], {unique: false})
@Index_(["kind", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class GOpenTransfer {
    constructor(props?: Partial<GOpenTransfer>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Column_("varchar", {length: 8, nullable: false})
    kind!: GOpenTransferKind

    /**
     * Null when wrapped.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    from!: Account | undefined | null

    /**
     * Null when unwrapped.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    to!: Account | undefined | null

    @BigIntColumn_({nullable: false})
    amountWei!: bigint

    /**
     * All gOPEN there is after it. The quorum of a proposal is a part of what it was at the start of the vote.
     */
    @BigIntColumn_({nullable: false})
    supplyWei!: bigint

    @Index_()
    @BigIntColumn_({nullable: false})
    timestampSeconds!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @StringColumn_({nullable: false})
    transactionHash!: string

    @StringColumn_({nullable: false})
    signer!: string
}
