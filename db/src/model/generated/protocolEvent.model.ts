// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, IntColumn as IntColumn_, StringColumn as StringColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"
import {Block} from "./block.model"

/**
 * Every log of the contracts of the deployment, decoded or not: nothing is dropped.
 */
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ProtocolEvent {
    constructor(props?: Partial<ProtocolEvent>) {
        Object.assign(this, props)
    }

    /**
     * <block number, 10 digits>-<log index, 5 digits>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Block, {nullable: true})
    block!: Block

    @IntColumn_({nullable: false})
    blockNumber!: number

    @IntColumn_({nullable: false})
    logIndex!: number

    @Index_()
    @StringColumn_({nullable: false})
    transactionHash!: string

    /**
     * Sender of the transaction, lower case.
     */
    @Index_()
    @StringColumn_({nullable: false})
    signer!: string

    /**
     * Contract name as in contracts/deployments.
     */
    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    address!: string

    /**
     * Event name; null when the topic is unknown to this version.
     */
    @Index_()
    @StringColumn_({nullable: true})
    name!: string | undefined | null

    /**
     * Decoded arguments; integers as decimal strings. Null when undecodable.
     */
    @JSONColumn_({nullable: true})
    args!: unknown | undefined | null

    /**
     * Raw log, kept only when it could not be decoded.
     */
    @JSONColumn_({nullable: true})
    raw!: unknown | undefined | null

    /**
     * Why it could not be decoded, or what contradicts the ledger.
     */
    @StringColumn_({nullable: true})
    problem!: string | undefined | null
}
