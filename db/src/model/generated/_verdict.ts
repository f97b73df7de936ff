// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum Verdict {
    MATCHED = "MATCHED",
    MISPAID = "MISPAID",
    UNDERPAID = "UNDERPAID",
    OVERPAID = "OVERPAID",
    UNPAID = "UNPAID",
    FORGED_QUERY = "FORGED_QUERY",
    BAD_INDEX = "BAD_INDEX",
    UNAVAILABLE = "UNAVAILABLE",
    PENDING = "PENDING",
}
