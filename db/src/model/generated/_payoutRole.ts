// Generated from schema.graphql by `npm run codegen -w db`. Do not edit.
export enum PayoutRole {
    PLATFORM = "PLATFORM",
    MODEL = "MODEL",
    STAKER = "STAKER",
    CONTRIBUTOR = "CONTRIBUTOR",
    UNATTRIBUTED = "UNATTRIBUTED",
    UNKNOWN = "UNKNOWN",
}
