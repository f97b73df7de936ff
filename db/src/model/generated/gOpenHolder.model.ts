// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * What an account holds of gOPEN and votes with, now.
 */
@Entity_()
export class GOpenHolder {
    constructor(props?: Partial<GOpenHolder>) {
        Object.assign(this, props)
    }

    /**
     * Address, lower case.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    account!: Account

    @Index_()
    @BigIntColumn_({nullable: false})
    balanceWei!: bigint

    /**
     * Who votes with it. Null: nobody.
     */
    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    delegate!: Account | undefined | null

    /**
     * What it votes with, delegated by itself and by others.
     */
    @BigIntColumn_({nullable: false})
    votesWei!: bigint

    @IntColumn_({nullable: false})
    changedBlockNumber!: number
}
