// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {GovernorSettingName} from "./_governorSettingName"

/**
 * The latest one before something is in force for it.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class GovernorSetting {
    constructor(props?: Partial<GovernorSetting>) {
        Object.assign(this, props)
    }

    /**
     * Id of the event.
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @Column_("varchar", {length: 22, nullable: false})
    name!: GovernorSettingName

    /**
     * Null for TIMELOCK.
     */
    @BigIntColumn_({nullable: true})
    oldValue!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    newValue!: bigint | undefined | null

    /**
     * For TIMELOCK only, lower case.
     */
    @StringColumn_({nullable: true})
    newAddress!: string | undefined | null

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
