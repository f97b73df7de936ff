// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
import {Entity as Entity_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"

@Index_(["firstSeenBlockNumber", "id"], {unique: false})
@Entity_()
export class Account {
    constructor(props?: Partial<Account>) {
        Object.assign(this, props)
    }

    /**
     * Address, lower case, 0x.
     */
    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    firstSeenBlockNumber!: number
}
