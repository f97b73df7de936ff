// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, JSONColumn as JSONColumn_} from "@subsquid/typeorm-store"
import {Proposal} from "./proposal.model"

@Entity_()
export class ProposalCall {
    constructor(props?: Partial<ProposalCall>) {
        Object.assign(this, props)
    }

    /**
     * <proposalId>-<position>
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Proposal, {nullable: true})
    proposal!: Proposal

    @IntColumn_({nullable: false})
    position!: number

    /**
     * Lower case.
     */
    @Index_()
    @StringColumn_({nullable: false})
    target!: string

    @BigIntColumn_({nullable: false})
    valueWei!: bigint

    /**
     * Calldata, hex, whole.
     */
    @StringColumn_({nullable: false})
    data!: string

    /**
     * Name of `target` in contracts/deployments; null for anything else.
     */
    @StringColumn_({nullable: true})
    contract!: string | undefined | null

    @StringColumn_({nullable: true})
    functionName!: string | undefined | null

    /**
     * Decoded arguments, integers as decimal strings; null when they could not be decoded.
     */
    @JSONColumn_({nullable: true})
    args!: unknown | undefined | null
}
